namespace Shield.Core.Planning.Pce;

/// <summary>
/// What stands in the way of writing: of ours on the PCE, where a plan is refused as a whole (law 15), or of what <c>init</c> needs there.
/// </summary>
public enum PolicyFault
{
    /// <summary>Nothing of this owner is on the PCE.</summary>
    NotInitialised,

    /// <summary>Lists of ours in the other mode exist.</summary>
    ModeMismatch,

    /// <summary>Two lists, or rule sets, carry the same mark.</summary>
    TwoLists,
    ListMissing,
    RuleMissing,
    PendingDeletion,

    /// <summary>A list of ours that holds everybody is used where that keeps everybody out, or lets only the malicious in.</summary>
    Inverted,

    /// <summary>A deny list holds an inclusion broader than /8 (IPv4) or /16 (IPv6).</summary>
    TooBroad,

    /// <summary>What <c>init</c> would provision holds somebody's draft edits (law 4).</summary>
    ForeignDraft,

    /// <summary>The configured scope names a label that the PCE does not have.</summary>
    UnknownLabel,
    NoAllServices,
    NoDenyRules,

    /// <summary>Exclusion mode: the PCE has no list Any that an exclusion list could take the place of.</summary>
    NoAnyList,
    UnknownRule,

    /// <summary>A rule that was named cannot be narrowed, or widened again.</summary>
    UnfitRule,
}

/// <param name="Fault">Which kind.</param>
/// <param name="Detail">What and where, and what to do: for people.</param>
public sealed record PolicyRefusal(PolicyFault Fault, string Detail)
{
    /// <summary>The contract's word.</summary>
    public string Reason => Fault.ToWord();

    /// <summary>Exit code 3 rather than 1: the state of the policy forbids it, not the kind of PCE or what was asked for.</summary>
    public bool IsOfThePolicy => Fault <= PolicyFault.ForeignDraft;
}

public static class PolicyFaultWords
{
    public static string ToWord(this PolicyFault fault) =>
        fault switch
        {
            PolicyFault.NotInitialised => "not-initialised",
            PolicyFault.ModeMismatch => "mode-mismatch",
            PolicyFault.TwoLists => "two-lists",
            PolicyFault.ListMissing => "list-missing",
            PolicyFault.RuleMissing => "rule-missing",
            PolicyFault.PendingDeletion => "pending-deletion",
            PolicyFault.Inverted => "list-inverted",
            PolicyFault.TooBroad => "inclusion-too-broad",
            PolicyFault.ForeignDraft => "foreign-draft",
            PolicyFault.UnknownLabel => "unknown-label",
            PolicyFault.NoAllServices => "no-all-services",
            PolicyFault.NoDenyRules => "no-deny-rules",
            PolicyFault.NoAnyList => "no-any-list",
            PolicyFault.UnknownRule => "unknown-rule",
            PolicyFault.UnfitRule => "unfit-rule",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "a fault without a word"),
        };
}
