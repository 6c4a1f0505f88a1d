using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Reconciling;

/// <summary>How many indicators have that verdict for that reason.</summary>
public sealed record DecisionCount(Verdict Verdict, string Reason, int Count);

/// <summary>An indicator that was not on the active list before, and is by the read-back.</summary>
/// <param name="UpdatedAt">The latest update of a finding that names it; null where none does, as of an operator's block.</param>
public sealed record NewlyActive(ListPurpose List, Indicator Indicator, DateTimeOffset? UpdatedAt);

/// <summary>What a round counted.</summary>
public sealed record Tally
{
    /// <summary>Entries of ours on the active lists when it was done.</summary>
    public required int Inbound { get; init; }

    public required int Outbound { get; init; }

    public required int Domains { get; init; }

    /// <summary>How many entries may be ours.</summary>
    public required int Room { get; init; }

    public required ImmutableArray<DecisionCount> Decisions { get; init; }

    public required ImmutableArray<NewlyActive> NewlyActive { get; init; }

    public int Entries => Inbound + Outbound + Domains;

    internal static Tally Of(Situation situation, Baseline active, ImmutableArray<NewlyActive> newlyActive) =>
        new()
        {
            Inbound = active.Inbound.Length,
            Outbound = active.Outbound.Length,
            Domains = active.Domains?.Length ?? 0,
            Room = situation.Plan.Capacity.ForOurs,
            Decisions =
            [
                .. situation
                    .Decided.Decisions.CountBy(decision => (decision.Verdict, decision.Reason))
                    .Select(count => new DecisionCount(count.Key.Verdict, count.Key.Reason, count.Value)),
            ],
            NewlyActive = newlyActive,
        };

    /// <summary>Of two rounds under one lease.</summary>
    internal Tally After(Tally? earlier) => earlier is null ? this : this with { NewlyActive = [.. earlier.NewlyActive, .. NewlyActive] };
}
