using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reading;

namespace Shield.Pce.Installing;

/// <summary>What <c>init</c> finds in exclusion mode: our two lists, and everybody's allow rules that use them or Any.</summary>
public sealed record ExclusionState
{
    public required string Owner { get; init; }

    /// <summary>Our own changes of rules, oldest first, with those that were told from the PCE.</summary>
    public required ImmutableArray<RuleChange> History { get; init; }

    /// <summary>Lists of this owner, of both modes, in the draft.</summary>
    public required ImmutableArray<PceList> Lists { get; init; }

    /// <summary>The system's list Any, by draft href; null where the PCE has none.</summary>
    public required string? AnyHref { get; init; }

    /// <summary>Draft rule sets with at least one such rule.</summary>
    public required ImmutableArray<RuleSetOfOthers> RuleSets { get; init; }

    /// <summary>How our lists are used on the active policy, one a direction.</summary>
    public required ImmutableArray<BlockingRule> Conditions { get; init; }

    public IEnumerable<RuleOfOthers> Rules => RuleSets.SelectMany(set => set.Rules);

    /// <summary>Our list of a direction; null where there is none.</summary>
    public PceList? ListOf(Direction direction) =>
        Lists.FirstOrDefault(list => list.Mark == new ListMark(Owner, PceMode.Exclusion, direction.ToList()));
}

public sealed record RuleSetOfOthers
{
    public required string Href { get; init; }

    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    public required PendingUpdate Pending { get; init; }

    /// <summary>All that is pending is what history says that we changed: an earlier run broke off.</summary>
    public required bool IsPendingByUs { get; init; }

    public required string? UpdatedBy { get; init; }

    public required DateTimeOffset? UpdatedAt { get; init; }

    public required ImmutableArray<RuleOfOthers> Rules { get; init; }
}

/// <summary>
/// One side of one allow rule where an IP list of ours, or Any, stands; a rule has IP lists on one side only (docs/pce.md#10-rules).
/// </summary>
public sealed record RuleOfOthers
{
    public required string Href { get; init; }

    public required string Description { get; init; }

    public required bool Enabled { get; init; }

    public required Direction Direction { get; init; }

    public required bool UsesAny { get; init; }

    public required bool UsesOurs { get; init; }

    /// <summary>On the active policy; false also for a rule that was never provisioned.</summary>
    public required bool UsedAny { get; init; }

    public required bool UsedOurs { get; init; }

    /// <summary>
    /// Our list took the place of Any in the draft, and is not active there: <c>init</c> broke off before it provisioned.
    /// </summary>
    public bool IsNarrowedInDraft => this is { UsesOurs: true, UsesAny: false, UsedAny: true, UsedOurs: false };

    /// <summary>
    /// Any took the place of our list in the draft, and is not active there: <c>init --undo</c> broke off before it provisioned.
    /// </summary>
    public bool IsWidenedInDraft => this is { UsesAny: true, UsesOurs: false, UsedOurs: true, UsedAny: false };

    /// <summary>The rule applies to everybody but those who stand on this side.</summary>
    public required bool IsInverted { get; init; }

    /// <summary>That side of the rule, as the PCE sent it.</summary>
    internal JsonElement[] Side { get; init; } = [];
}

/// <summary>The rules that <c>init</c> was told of, by href; or every one that uses Any (<c>--undo</c>: a list of ours).</summary>
public sealed record RuleChoice(ImmutableArray<string> Hrefs, bool AllAny)
{
    public static readonly RuleChoice None = new([], AllAny: false);

    public bool Names(RuleOfOthers rule) => Hrefs.Select(WireText.ToDraft).Contains(rule.Href);

    /// <summary>By name, or because every rule was meant.</summary>
    public bool Includes(RuleOfOthers rule) => AllAny || Names(rule);
}
