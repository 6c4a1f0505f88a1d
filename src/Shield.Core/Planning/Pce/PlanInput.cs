using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>Everything a plan is made of: what was decided and what was read.</summary>
public sealed record PlanInput
{
    public required ImmutableArray<Decision> Decisions { get; init; }

    public required NeverBlock NeverBlock { get; init; }

    public required PceView View { get; init; }

    public required string Owner { get; init; }

    public required PceMode Mode { get; init; }

    /// <summary>Lists of ours in the other mode are no fault : <c>init --migrate</c> is on its way.</summary>
    public bool IsMoving { get; init; }

    public required AddLimits Limits { get; init; }

    /// <summary><c>Pce:MaxEntries</c>.</summary>
    public required int MaxEntries { get; init; }

    /// <summary>How many entries there were on the PCE when it refused more, of late (<see cref="Capacity.LearntTotal"/>).</summary>
    public int? LearntTotal { get; init; }

    /// <summary>Entries that the PCE refused of late, each with what it said.</summary>
    public ImmutableDictionary<(ListPurpose List, Indicator Entry), string> Rejected { get; init; } =
        ImmutableDictionary<(ListPurpose, Indicator), string>.Empty;

    /// <summary>How long somebody's draft edit of our list holds additions up.</summary>
    public required TimeSpan ForeignDraftWait { get; init; }

    /// <summary>What our last intent set out to change; empty where history is empty or lost.</summary>
    public required IReadOnlySet<EntryChange> Written { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>A flag on our lists stops additions; the plan reads it from the view.</summary>
    internal bool IsPaused { get; init; }
}
