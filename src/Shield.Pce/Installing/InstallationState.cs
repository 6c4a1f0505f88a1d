using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;

namespace Shield.Pce.Installing;

/// <summary>What <c>init</c> finds on the PCE, in its draft.</summary>
public sealed record InstallationState
{
    public required string Owner { get; init; }

    public required PceMode Mode { get; init; }

    /// <summary>The lists that <c>init</c> is to make: two, or three with names.</summary>
    public required ImmutableArray<ListPurpose> Purposes { get; init; }

    /// <summary>Lists of this owner, of both modes.</summary>
    public required ImmutableArray<PceList> Lists { get; init; }

    /// <summary>Rule sets with our mark: none, one, or more than there may be.</summary>
    public required ImmutableArray<InstalledRuleSet> RuleSets { get; init; }

    /// <summary>Our rules as the active policy has them.</summary>
    public required ImmutableArray<BlockingRule> Rules { get; init; }

    /// <summary>The service "All Services"; null where there is none of that name.</summary>
    public required string? AllServicesHref { get; init; }

    /// <summary>False: the PCE is too old. Null: it has no rule set yet by which to tell.</summary>
    public required bool? HasDenyRules { get; init; }

    /// <summary>The configured scope, its labels looked up; empty is all workloads.</summary>
    public required ImmutableArray<InstalledScope> Scope { get; init; }

    /// <summary>The same as a rule set has it.</summary>
    public RuleScope ConfiguredScope =>
        Scope.IsEmpty
            ? RuleScope.Everywhere
            : new([
                .. Scope.Select(set => new ScopeSet([
                    .. set.Labels.Select(label => new ScopeLabel(label.Href ?? "", IsGroup: false, IsLeftOut: false)),
                ])),
            ]);

    /// <summary>The rule set is for other workloads than <c>Pce:Scope</c> says, in its draft or on the active policy.</summary>
    public bool HasOtherScope =>
        RuleSets is [var only]
        && !(only.Scope.IsSameAs(ConfiguredScope) && Rules.All(rule => rule.Scope?.IsSameAs(ConfiguredScope) is not false));
}

public sealed record InstalledRuleSet
{
    public required string Href { get; init; }

    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    public required PendingUpdate Pending { get; init; }

    /// <summary>The rules that use one of our lists, also such as are disabled or of another shape than ours.</summary>
    public required ImmutableArray<InstalledRule> Rules { get; init; }

    /// <summary>In its draft.</summary>
    public required RuleScope Scope { get; init; }
}

public sealed record InstalledRule(ListPurpose List, string Href, PendingUpdate Pending);

/// <summary>One set of labels of the scope, each with its href, or null where the PCE has no such label.</summary>
public sealed record InstalledScope(ImmutableArray<InstalledLabel> Labels);

public sealed record InstalledLabel(LabelText Label, string? Href);
