using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Words;

namespace Shield.Operating.Effects;

/// <summary>What a person can do about a block that does not take effect yet.</summary>
public static class Remedies
{
    /// <summary>
    /// What a person can do so that the block takes effect, as a half sentence; null where there is nothing to do but wait.
    /// </summary>
    /// <param name="reason">What it waits for, as a code.</param>
    /// <param name="mode">How the PCE is made to block.</param>
    /// <param name="fingerprint">Of the plan that keeps it back; null where it is not at hand.</param>
    public static string? Of(string? reason, PceMode mode, string? fingerprint) =>
        reason switch
        {
            ReasonCode.OverLimit => fingerprint is null
                ? "shield plan prints the command that accepts the set"
                : $"shield apply --accept-plan {fingerprint} --reason \"…\" accepts the set",
            ReasonCode.OverCapacity => MakesRoom,
            ReasonCode.NotApplied => "shield apply (under Policy:Autonomy=observe nothing is ever written)",
            ReasonCode.DomainsOff => "shield init --domains --apply; until then it has no effect",
            ReasonCode.NotExpressible => "Pce:Mode=deny: a name cannot be an exclusion",
            ReasonCode.ForeignDraft => "provision or revert that edit in the PCE's console, or wait for Pce:ForeignDraftWait",
            ReasonCode.ForeignExclusion => "take that exclusion off our list in the PCE's console and provision",
            ReasonCode.NeverBlockUnreadable => "make the source readable again: shield never-block list says which",
            ReasonCode.TooBroad => "a smaller range: no list of ours ever holds one that broad",
            ReasonCode.Paused => "shield resume, or wait for the end of the pause: shield status says who paused it and until when",
            not null when reason == PolicyFault.NotInitialised.ToWord() || reason == PolicyFault.ListMissing.ToWord() =>
                "shield init --apply (in exclusion mode with --rule or --all-any-rules), then shield apply",
            not null when RuleText.Find(reason) is { } condition => RuleText.RemedyOf(condition, list: null, mode),
            _ => null,
        };

    /// <summary>
    /// For want of room: <c>--accept-plan</c> does not help, because the PCE's limit counts everybody's entries, and reaching it breaks
    /// other people's edits.
    /// </summary>
    public const string MakesRoom =
        "room comes from a greater Pce:MaxEntries, from fewer entries on other people's lists, or from blocks that end (shield unblock)";
}
