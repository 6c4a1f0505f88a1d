using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Operating.Acts;
using Shield.Operating.Plans;
using Shield.Pce.Pausing;

namespace Shield.Operating.Pausing;

/// <summary>Of <c>pause</c> and <c>resume</c>.</summary>
public record PauseDocument
{
    private protected PauseDocument(PauseOutcome outcome)
    {
        var pce = outcome.Pause;
        Paused = pce.Now is not null;
        Everything = pce.Now?.StopsEverything ?? false;
        Until = pce.Now?.Until;
        Flag = pce.Now?.Text;
        Earlier = pce.Earlier?.Text;
        Lists = [.. pce.Lists.Select(list => new FlaggedListRow(list.List.Mark.Purpose.ToWord(), list.List.Href, list.Fault?.Message))];
        Recorded = outcome.Record.Act is { } act ? ActRow.Of(act) : null;
        NotRecorded = outcome.Record.WhyNot;
        Refused = pce.Refused is { } refused ? new RefusalRow(refused.Reason, refused.Detail) : null;
    }

    /// <summary>Whether it is paused now: a flag on one list is enough.</summary>
    public bool Paused { get; }

    /// <summary>Whether removals wait too.</summary>
    public bool Everything { get; }

    /// <summary>When it ends by itself; null for never.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>The flag that is in force, in its own words; null for none.</summary>
    public string? Flag { get; }

    /// <summary>The flag that stood there before; null for none.</summary>
    public string? Earlier { get; }

    public ImmutableArray<FlaggedListRow> Lists { get; }

    /// <summary>The act in the ledger; null where it is not there.</summary>
    public ActRow? Recorded { get; }

    /// <summary>Why it is not; null where it is.</summary>
    public string? NotRecorded { get; }

    public RefusalRow? Refused { get; }

    public static PauseDocument Of(PauseOutcome outcome) => new(outcome);
}

/// <summary>Of <c>panic</c>.</summary>
public sealed record PanicDocument : PauseDocument
{
    private PanicDocument(PauseOutcome outcome, PanicResult panic)
        : base(outcome)
    {
        Off = [.. panic.Off.Select(one => new PanicEntryRow(one.Entry.ToString(), one.List.ToWord()))];
        Still = [.. panic.Still.Select(one => new PanicEntryRow(one.Entry.ToString(), one.List.ToWord()))];
        LeftAlone = [.. panic.LeftAlone.Select(one => new LeftAloneRow(one.List, one.Why))];
        TookAlong = panic.TookAlong;
        PolicyVersion = panic.PolicyVersion;
    }

    /// <summary>Entries of ours that were active and are not any more.</summary>
    [JsonPropertyOrder(1)]
    public ImmutableArray<PanicEntryRow> Off { get; }

    /// <summary>Entries of ours that are active still.</summary>
    [JsonPropertyOrder(2)]
    public ImmutableArray<PanicEntryRow> Still { get; }

    /// <summary>Lists that were neither written nor provisioned.</summary>
    [JsonPropertyOrder(3)]
    public ImmutableArray<LeftAloneRow> LeftAlone { get; }

    /// <summary>Draft edits of others that the provisioning took along.</summary>
    [JsonPropertyOrder(4)]
    public ImmutableArray<string> TookAlong { get; }

    /// <summary>The version that took them off; null where nothing was active.</summary>
    [JsonPropertyOrder(5)]
    public long? PolicyVersion { get; }

    public static PanicDocument OfPanic(PauseOutcome outcome) => new(outcome, outcome.Panic!);
}

/// <param name="List"><c>inbound</c>, <c>outbound</c> or <c>domains</c>.</param>
/// <param name="Fault">Why its description could not be written; null where it is as it should be.</param>
public sealed record FlaggedListRow(string List, string Href, string? Fault);

public sealed record PanicEntryRow(string Entry, string List);

public sealed record LeftAloneRow(string List, string Why);
