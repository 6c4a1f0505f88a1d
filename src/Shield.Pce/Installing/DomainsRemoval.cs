using System.Collections.Immutable;
using Shield.Core.Planning.Pce;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>What <c>init --domains --undo</c> would take away, as data: the list for names and the rule that uses it.</summary>
public sealed record DomainsRemoval
{
    /// <summary>What goes, by name.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Null where it may be taken away.</summary>
    public required PolicyRefusal? Refusal { get; init; }

    public bool IsNothingToDo => Refusal is null && Lists is [] && RuleSet is null;

    internal ImmutableArray<PceList> Lists { get; init; } = [];

    /// <summary>
    /// Draft href of the rule set that is to be provisioned; null where there is none, or where nothing in it is to be changed.
    /// </summary>
    internal string? RuleSet { get; init; }

    internal ImmutableArray<DenyRuleWire> Rules { get; init; } = [];
}

/// <param name="Removed">Names of what went, in order.</param>
/// <param name="Version">Null where there was nothing to provision.</param>
public sealed record DismantlingResult(ImmutableArray<string> Removed, PolicyVersion? Version);
