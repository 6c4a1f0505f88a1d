using System.Collections.Immutable;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reaching;

namespace Shield.Console.Map;

public enum NodeKind
{
    Workload,
    AppGroup,
    Party,
    PartyGroup,

    /// <summary>Those for which there is no node of their own.</summary>
    Rest,
}

/// <summary>A workload, a party, or several of either, as one thing on the map.</summary>
public sealed record MapNode
{
    /// <summary>Names it among the nodes of its side, also in an address.</summary>
    public required string Key { get; init; }

    public required NodeKind Kind { get; init; }

    /// <summary>Safe to show, and cut.</summary>
    public required string Text { get; init; }

    /// <summary>How many workloads or parties it stands for.</summary>
    public required int Count { get; init; }

    /// <summary>Of workloads: the enforcement modes, the most frequent first; null where the PCE does not say.</summary>
    public ImmutableArray<(string? Mode, int Count)> Modes { get; init; } = [];

    /// <summary>Of workloads: why blocks do nothing there, the most frequent first.</summary>
    public ImmutableArray<NodeMark> Marks { get; init; } = [];

    /// <summary>Of workloads: on how many some block does nothing, or is not known to do anything.</summary>
    public int Marked { get; init; }

    /// <summary>Of parties: how many are in which state, the most frequent first; null for those that no decision is about.</summary>
    public ImmutableArray<(EntryState? State, int Count)> States { get; init; } = [];

    /// <summary>How much was seen of it: connections, or how often findings saw it.</summary>
    public long Seen { get; init; }

    public bool CanOpen => Kind is NodeKind.AppGroup or NodeKind.PartyGroup;
}

/// <param name="Reason">Null: no agent.</param>
/// <param name="Workloads">On how many.</param>
public sealed record NodeMark(ReachReason? Reason, int Workloads);

/// <summary>What the policy says of the pairs of two nodes that have the same state.</summary>
/// <param name="Ours">Where the one node is in <see cref="Drawing.Ours"/>.</param>
/// <param name="Theirs">Where the other is in <see cref="Drawing.Theirs"/>.</param>
/// <param name="Pairs">How many pairs of a workload and a party.</param>
/// <param name="Parties">Of how many parties.</param>
/// <param name="Seen">Their weight: connections, or how often findings saw the parties.</param>
public sealed record MapLine(int Ours, int Theirs, PairState State, long Pairs, int Parties, long Seen);
