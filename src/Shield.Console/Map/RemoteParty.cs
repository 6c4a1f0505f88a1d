using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;

namespace Shield.Console.Map;

/// <summary>A remote party as the map shows it: one that the ledger knows, or one that only the traffic data name.</summary>
public sealed record RemoteParty
{
    public required Indicator Indicator { get; init; }

    /// <summary>As in <c>threats list</c>; null where no decision is about it.</summary>
    public EntryState? State { get; init; }

    /// <summary>Why it is in that state, as a reason code; null where no decision is about it.</summary>
    public string? Reason { get; init; }

    /// <summary>In which directions it should be blocked.</summary>
    public Directions Wanted { get; init; }

    /// <summary>In which directions the PCE's active list holds it and the rule that uses the list is in force.</summary>
    public Directions Blocked { get; init; }

    public double Severity { get; init; }

    /// <summary>Null where no finding says it.</summary>
    public string? Country { get; init; }

    /// <summary>The autonomous system, as in <c>AS64500 Example Hosting</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Of the strongest finding.</summary>
    public string? FindingType { get; init; }

    /// <summary>How often findings saw it.</summary>
    public long Sightings { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>When a block of it last began or ended, by history; null where history does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The blocks that a workload must enforce so that all of it is refused there.</summary>
    public BlockKinds Kinds => Indicator.IsDomain ? BlockKinds.None : BlockKindSets.Of(Blocked, Indicator.Range.Family);

    /// <summary>On the active list in some direction, and in each in which it should be.</summary>
    public bool IsWhollyListed => Kinds is not BlockKinds.None && (Wanted & ~Blocked) is Directions.None;

    /// <summary>The state of a pair of which nothing was seen and nobody was asked.</summary>
    internal PairState UnseenState =>
        State switch
        {
            EntryState.Unknown or EntryState.Pending or EntryState.Listed or EntryState.Active or EntryState.Releasing =>
                PairState.Unproven,
            EntryState.Held => PairState.Held,
            EntryState.Ignored or EntryState.Ended or null => PairState.Unasked,
        };
}

/// <summary>What was seen between a remote party and a workload.</summary>
/// <param name="Party">Where it is in <see cref="Picture.Parties"/>.</param>
/// <param name="Workload">Where it is in <see cref="Picture.Workloads"/>.</param>
/// <param name="Connections">How many, by the PCE's traffic data; 0 where only the policy was asked.</param>
/// <param name="IsAllowed">The PCE says that its active policy lets the party through: by its policy check, or by traffic that it allowed
/// since the party's block last changed.</param>
/// <param name="Detail">What the PCE says, for people.</param>
public sealed record SeenPair(int Party, int Workload, long Connections, bool IsAllowed, string? Detail);

/// <summary>Everything that the map shows of one moment, before it is grouped.</summary>
public sealed record Picture
{
    public required DateTimeOffset At { get; init; }

    public required ImmutableArray<OurWorkload> Workloads { get; init; }

    public required ImmutableArray<RemoteParty> Parties { get; init; }

    /// <summary>At most one for each pair.</summary>
    public required ImmutableArray<SeenPair> Seen { get; init; }

    /// <summary>Parts that could not be read, each with the reason, as sentences: what they would prove is grey.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>Whether the PCE answered with traffic data. If not, the weight of a line is how often findings saw the party.</summary>
    public bool HasTraffic { get; init; }

    /// <summary>Parties that are left out, since they are ignored and nothing was seen of them in traffic.</summary>
    public int Ignored { get; init; }

    public static Picture Empty(DateTimeOffset at) =>
        new()
        {
            At = at,
            Workloads = [],
            Parties = [],
            Seen = [],
        };

    /// <summary>What the policy says of the two.</summary>
    /// <param name="seen">What was seen between them; null for nothing.</param>
    public static PairState StateOf(RemoteParty party, OurWorkload workload, SeenPair? seen)
    {
        if (party.State is EntryState.Unknown)
        {
            return PairState.Unproven;
        }

        if (party.Kinds is not BlockKinds.None)
        {
            return party.IsWhollyListed && workload.Enforces.HasAll(party.Kinds) ? PairState.Blocked : PairState.Unproven;
        }

        var unseen = party.UnseenState;
        return seen is null || unseen is PairState.Held ? unseen
            : seen.IsAllowed ? PairState.Allowed
            : PairState.Unproven;
    }
}
