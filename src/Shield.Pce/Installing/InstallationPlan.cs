using System.Collections.Immutable;
using Shield.Core.Planning;

namespace Shield.Pce.Installing;

/// <summary>What <c>init</c> would do, as data. It creates what is missing and touches nothing that is there.</summary>
public sealed record InstallationPlan
{
    public required InstallationState State { get; init; }

    public required string RuleSetName { get; init; }

    public required bool CreatesRuleSet { get; init; }

    public required ImmutableArray<ListPurpose> CreatesLists { get; init; }

    public required ImmutableArray<ListPurpose> CreatesRules { get; init; }

    /// <summary>
    /// Lists of ours that an earlier run made and did not live to make active, by href. (A pending update of an older list is a plan's or a
    /// person's, and not init's to provision.)
    /// </summary>
    public required ImmutableArray<string> UnfinishedLists { get; init; }

    /// <summary>The rule set, or a rule in it, was made now or by an earlier run that broke off.</summary>
    public required bool ProvisionsRuleSet { get; init; }

    /// <summary>Something is not active yet.</summary>
    public bool Provisions => ProvisionsRuleSet || CreatesLists is not [] || UnfinishedLists is not [];

    /// <summary>Null where the plan may be applied.</summary>
    public required InstallationRefusal? Refusal { get; init; }

    /// <summary>What somebody should know and init leaves alone: a disabled rule, another scope …</summary>
    public required ImmutableArray<string> Notes { get; init; }

    public bool IsNothingToDo => Refusal is null && !Provisions;

    /// <summary>How to stop all blocking in the PCE's own console, without Shield.</summary>
    public string BreakGlass => BreakGlassFor(State.Owner);

    public static string RuleSetNameFor(string owner) => $"GuardDuty Shield {owner}";

    public static string ListNameFor(ListMark mark) => $"GuardDuty Shield {mark.Owner} {mark.Mode.ToWord()} {mark.Purpose.ToWord()}";

    public static string BreakGlassFor(string owner) =>
        $"To stop all blocking without Shield: in the PCE's console open the rule set '{RuleSetNameFor(owner)}', disable it and provision. Shield never enables it again.";
}

public enum InstallationFault
{
    /// <summary>Lists of ours in the other mode exist (law 15).</summary>
    OtherMode,
    DuplicateMark,
    PendingDeletion,

    /// <summary>A list that would be made active holds an inclusion broader than /8 or /16 (law 15).</summary>
    TooBroad,
    UnknownLabel,
    NoAllServices,
    NoDenyRules,

    /// <summary>Exclusion mode: the PCE has no list Any that an exclusion list could take the place of.</summary>
    NoAnyList,
    UnknownRule,

    /// <summary>A rule that was named cannot be narrowed, or widened again.</summary>
    UnfitRule,

    /// <summary>A rule set that would be provisioned holds somebody's draft edits (law 4).</summary>
    ForeignDraft,

    /// <summary>A deny rule uses one of our exclusion lists (law 15).</summary>
    Inverted,
}

/// <param name="Fault">Which kind.</param>
/// <param name="Detail">What and where, for people.</param>
public sealed record InstallationRefusal(InstallationFault Fault, string Detail)
{
    /// <summary>Exit code 3 rather than 1: the PCE's state forbids it, not the PCE's kind or our settings.</summary>
    public bool IsStructural =>
        Fault
            is InstallationFault.OtherMode
                or InstallationFault.DuplicateMark
                or InstallationFault.PendingDeletion
                or InstallationFault.TooBroad
                or InstallationFault.ForeignDraft
                or InstallationFault.Inverted;
}

/// <param name="Created">Names of what was made, in order.</param>
/// <param name="Version">Null where there was nothing to provision.</param>
public sealed record InstallationResult(ImmutableArray<string> Created, PolicyVersion? Version);
