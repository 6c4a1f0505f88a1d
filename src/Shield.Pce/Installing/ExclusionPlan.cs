using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Installing;

/// <summary>
/// What <c>init</c> would do in exclusion mode, as data: lists that are missing, and rules that it was told of or made itself (law 4).
/// </summary>
public sealed record ExclusionPlan
{
    public required ExclusionState State { get; init; }

    public required ImmutableArray<Direction> CreatesLists { get; init; }

    /// <summary>Draft hrefs of lists of ours that an earlier run made; it was stopped before it provisioned them.</summary>
    public required ImmutableArray<string> UnfinishedLists { get; init; }

    public required ImmutableArray<RuleEdit> Edits { get; init; }

    /// <summary>
    /// Draft hrefs of the rule sets to provision, with those that an earlier run edited and was stopped before it provisioned them.
    /// </summary>
    public required ImmutableArray<string> ProvisionsRuleSets { get; init; }

    public required PolicyRefusal? Refusal { get; init; }

    public required ImmutableArray<string> Notes { get; init; }

    public bool Provisions => CreatesLists is not [] || UnfinishedLists is not [] || ProvisionsRuleSets is not [];

    public bool IsNothingToDo => Refusal is null && !Provisions;

    /// <summary>How to stop all blocking in the PCE's own console, without Shield.</summary>
    public string BreakGlass => BreakGlassFor(State.Owner);

    public static string BreakGlassFor(string owner) =>
        "To stop all blocking without Shield: in the PCE's console delete every exclusion from the lists "
        + $"'{NameOf(owner, Direction.Inbound)}' and '{NameOf(owner, Direction.Outbound)}', or put Any back into the "
        + "rules that use them, and provision. Shield leaves removed exclusions off for 24 hours, and changes no "
        + "rule but by init.";

    private static string NameOf(string owner, Direction direction) =>
        InstallationPlan.ListNameFor(new ListMark(owner, PceMode.Exclusion, direction.ToList()));
}

/// <summary>One list in the place of another, on one side of one rule.</summary>
/// <param name="From">Draft href; null for our list that is yet to be made.</param>
/// <param name="To">As <paramref name="From"/>.</param>
public sealed record RuleEdit(RuleSetOfOthers RuleSet, RuleOfOthers Rule, string? From, string? To);
