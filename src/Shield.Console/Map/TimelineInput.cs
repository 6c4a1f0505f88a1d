using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;

namespace Shield.Console.Map;

/// <summary>What the ledger tells of how the picture came about.</summary>
public sealed record TimelineInput
{
    /// <summary>As it is now.</summary>
    public required PictureInput Now { get; init; }

    /// <summary>Changes before this moment are not told.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Reconciles and acts, in any order.</summary>
    public required ImmutableArray<HistoryEvent> Events { get; init; }

    /// <summary>Decides every party again in the order of time: when it was held. Asked for when somebody first looks back.</summary>
    public required Func<ImmutableArray<ReplayedParty>> Replay { get; init; }

    /// <summary>What the last outcome left active, for when the PCE cannot be read now.</summary>
    public ImmutableDictionary<ListPurpose, ImmutableArray<Indicator>> Baseline { get; init; } =
        ImmutableDictionary<ListPurpose, ImmutableArray<Indicator>>.Empty;
}
