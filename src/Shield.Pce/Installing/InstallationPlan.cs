using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Installing;

/// <summary>
/// What <c>init</c> would do, as data. It creates what is missing, and touches nothing that is there but the scope of our rule set, where
/// it was told to.
/// </summary>
public sealed record InstallationPlan
{
    public required InstallationState State { get; init; }

    public required string RuleSetName { get; init; }

    public required bool CreatesRuleSet { get; init; }

    public required ImmutableArray<ListPurpose> CreatesLists { get; init; }

    public required ImmutableArray<ListPurpose> CreatesRules { get; init; }

    /// <summary>The rule set is given the scope that is configured.</summary>
    public required bool Rescopes { get; init; }

    /// <summary>
    /// Draft hrefs of lists of ours that an earlier run made; it was stopped before it provisioned them. (The pending update of a list that
    /// is active already was made by a reconcile or by a person, and init does not provision it.)
    /// </summary>
    public required ImmutableArray<string> UnfinishedLists { get; init; }

    /// <summary>The rule set, or a rule in it, was made now or by an earlier run that broke off.</summary>
    public required bool ProvisionsRuleSet { get; init; }

    /// <summary>Something is not active yet.</summary>
    public bool Provisions => ProvisionsRuleSet || CreatesLists is not [] || UnfinishedLists is not [];

    /// <summary>Null where the plan may be applied.</summary>
    public required PolicyRefusal? Refusal { get; init; }

    /// <summary>What somebody should know and init leaves alone: a disabled rule, another scope …</summary>
    public required ImmutableArray<string> Notes { get; init; }

    public bool IsNothingToDo => Refusal is null && !Provisions;

    /// <summary>How to stop all blocking in the PCE's own console, without Shield.</summary>
    public string BreakGlass => BreakGlassFor(State.Owner);

    /// <summary>What <see cref="Rescopes"/> does, for people.</summary>
    public string ScopeText =>
        $"scope of rule set '{RuleSetName}': "
        + (
            State.Scope.IsEmpty
                ? "all workloads"
                : string.Join("; ", State.Scope.Select(set => string.Join(',', set.Labels.Select(one => one.Label))))
        );

    public static string RuleSetNameFor(string owner) => $"GuardDuty Shield {owner}";

    public static string ListNameFor(ListMark mark) => $"GuardDuty Shield {mark.Owner} {mark.Mode.ToWord()} {mark.Purpose.ToWord()}";

    public static string BreakGlassFor(string owner) =>
        $"To stop all blocking without Shield: in the PCE's console open the rule set '{RuleSetNameFor(owner)}', disable "
        + "it and provision. Shield never enables it again.";
}

/// <param name="Created">Names of what was made, in order.</param>
/// <param name="Version">Null where there was nothing to provision.</param>
public sealed record InstallationResult(ImmutableArray<string> Created, PolicyVersion? Version);
