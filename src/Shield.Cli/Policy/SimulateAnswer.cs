using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Operating.Words;

namespace Shield.Cli.Policy;

/// <summary>Of <c>simulate</c>.</summary>
public sealed record SimulateAnswer
{
    /// <summary>Null: from the first evidence on.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>The end of the history.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Under the policy in force.</summary>
    public required SimulatedCounts Before { get; init; }

    /// <summary>Under the policy that is tried.</summary>
    public required SimulatedCounts After { get; init; }

    /// <summary>How many parties of these the two policies treat differently.</summary>
    public required int Changed { get; init; }

    /// <summary>The changed ones; with <c>--all</c> every party that either of them blocked or held.</summary>
    public required ImmutableArray<SimulatedRow> Parties { get; init; }

    public required ImmutableArray<RejectedRecord> Rejected { get; init; }

    public required ImmutableArray<string> Unreadable { get; init; }

    internal static SimulateAnswer Of(Simulated simulated, bool isWhole) =>
        new()
        {
            Since = simulated.Since,
            At = simulated.At,
            Before = simulated.Before,
            After = simulated.After,
            Changed = simulated.Changed.Count(),
            Parties = [.. (isWhole ? simulated.Parties : simulated.Changed).Select(SimulatedRow.Of)],
            Rejected = simulated.Rejected,
            Unreadable = simulated.Unreadable,
        };
}

public sealed record SimulatedRow(string Indicator, SimulatedFate Before, SimulatedFate After)
{
    internal static SimulatedRow Of(SimulatedParty party) =>
        new(party.Indicator.ToString(), SimulatedFate.Of(party.Before), SimulatedFate.Of(party.After));
}

/// <param name="Verdict">At the end, as the next three.</param>
/// <param name="BlockedAt">When it was blocked first; null: never.</param>
/// <param name="EndedAt">When its last block ended; null: never blocked, or blocked at the end.</param>
/// <param name="HeldAt">When it first waited for a person; null: never.</param>
public sealed record SimulatedFate(
    string Verdict,
    string Reason,
    string Direction,
    DateTimeOffset? Until,
    DateTimeOffset? BlockedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? HeldAt
)
{
    internal static SimulatedFate Of(ReplayedParty party) =>
        new(
            party.Now.Verdict.ToWord(),
            party.Now.Reason,
            party.Now.Directions.ToWord(),
            party.Now.Until,
            party.BlockedAt,
            party.EndedAt,
            party.HeldAt
        );
}
