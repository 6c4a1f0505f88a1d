using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Reading;

namespace Shield.Operating.Plans;

/// <summary>Of <c>plan</c>.</summary>
public sealed record PlanAnswer
{
    public required string Fingerprint { get; init; }

    public required ImmutableArray<AdditionRow> Add { get; init; }

    public required ImmutableArray<RemovalRow> Remove { get; init; }

    public required int Keep { get; init; }

    public required ImmutableArray<HeldRow> Held { get; init; }

    public required ImmutableArray<AdditionRow> KeptBack { get; init; }

    public required ImmutableArray<ForeignRow> Foreign { get; init; }

    public required ImmutableArray<OrphanRow> Orphans { get; init; }

    /// <summary>What people took off the PCE and stays off.</summary>
    public required ImmutableArray<RemovedByHandRow> RemovedByHand { get; init; }

    /// <summary>
    /// What somebody must know at once, a sentence each: entries of ours that are gone without proof, a second ledger of this owner, a
    /// policy that was put back.
    /// </summary>
    public required ImmutableArray<string> Alarms { get; init; }

    /// <summary>Whether an enabled rule of ours uses every list that holds blocks, now or once this is applied.</summary>
    public required bool Enforced { get; init; }

    /// <summary>A draft of ours is to be made active.</summary>
    public required bool Provision { get; init; }

    /// <summary>Null where something may be written, or nothing is to be.</summary>
    public required RefusalRow? Refused { get; init; }

    /// <summary>The pause flag's own words; null where nobody paused it.</summary>
    public required string? Paused { get; init; }

    /// <summary>Who of us talked with whom it adds or holds. Absent where nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrafficAnswer? Traffic { get; init; }
}

/// <param name="Reason">Of an addition why it is blocked; of a kept-back one what it waits for.</param>
public sealed record AdditionRow(string Indicator, string Entry, string Direction, string Reason, double Severity, DateTimeOffset? Until)
{
    /// <summary>Of one that the PCE refused: its words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}

public sealed record RemovalRow(string Indicator, string Entry, string Direction, string Cause);

/// <param name="Listed">An entry of ours that turned to a hold stays until its end.</param>
public sealed record HeldRow(string Indicator, string Direction, string Reason, double Severity, DateTimeOffset? Until, bool Listed);

/// <param name="Owner">Another owner's mark; null where there is none.</param>
/// <param name="NeverBlocked">The reason for which Shield would never block it; null where there is none.</param>
public sealed record ForeignRow(string Entry, string Direction, string? Description, string? Owner, string? NeverBlocked);

public sealed record OrphanRow(string Entry, string Direction, string Description);

public sealed record RefusalRow(string Reason, string Detail);
