using System.Collections.Immutable;
using Shield.Cli.Output;
using Shield.Core.FindingTypes;
using Shield.Core.Planning;

namespace Shield.Cli.Wording;

/// <summary>What would change an answer: the exact command, or the event.</summary>
internal static class WhatWouldChange
{
    /// <param name="can">Which commands are taken: none is suggested that would be refused.</param>
    public static ImmutableArray<string> Of(ExplainAnswer answer, Suggestible can)
    {
        var x = answer.Indicator;
        ImmutableArray<string> allow = can.CanAllow
            ? [$"never to block it{(answer.Verdict is "block" ? " again" : "")}: shield allow add {x} --reason \"…\""]
            : [];
        return answer.Verdict switch
        {
            null => [.. Block(x, "to block it", can), .. allow],
            "block" =>
            [
                .. answer.Until is { } end
                    ? [$"time: it ends by itself at {Screen.Time(end)}, or later if it is seen again"]
                    : ImmutableArray<string>.Empty,
                .. answer.State is "pending" && RemedyOf(answer.Reason, answer.Mode, fingerprint: null) is { } remedy
                    ? [$"what it waits for: {remedy}"]
                    : ImmutableArray<string>.Empty,
                $"to let it through now: shield unblock {x} --reason \"…\"",
                .. allow,
            ],
            "hold" =>
            [
                .. can.Approve is { } approve
                    ? [$"to block it: shield threats approve {approve} --reason \"…\""]
                    : ImmutableArray<string>.Empty,
                .. can.Reject is { } reject
                    ? [$"to dismiss it: shield threats reject {reject} --reason \"…\""]
                    : ImmutableArray<string>.Empty,
                .. OfReason(answer, can),
            ],
            _ => OfReason(answer, can),
        };
    }

    /// <summary>What makes that take effect which does not, as a half sentence; null where a person cannot do anything but wait.</summary>
    /// <param name="reason">What it waits for, as a code.</param>
    /// <param name="mode">How the PCE is made to block.</param>
    /// <param name="fingerprint">Of the plan that keeps it back; null where it is not at hand.</param>
    public static string? RemedyOf(string? reason, string mode, string? fingerprint) =>
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
            "paused" => "wait for the end of the pause: shield status says who paused it and until when",
            not null when reason == PolicyFault.NotInitialised.ToWord() || reason == PolicyFault.ListMissing.ToWord() =>
                "shield init --apply (in exclusion mode with --rule or --all-any-rules), then shield apply",
            not null when reason.StartsWith(Rule, StringComparison.Ordinal) => RuleText.RemedyOf(reason[Rule.Length..], "", mode),
            _ => null,
        };

    /// <summary>Room is never accepted: the PCE's limit counts everybody's entries, and reaching it breaks other people's edits.</summary>
    public const string MakesRoom =
        "room comes from a greater Pce:MaxEntries, from fewer entries on other people's lists, or from blocks that end (shield unblock)";

    private const string Rule = "rule-";

    private static ImmutableArray<string> OfReason(ExplainAnswer answer, Suggestible can)
    {
        var x = answer.Indicator;
        return answer.Reason switch
        {
            ReasonCode.Allowlisted => can.Allowed is [_, ..] allowed
                ? [.. allowed.Select(entry => $"to take it off the allowlist: shield allow remove {entry} --reason \"…\"")]
                : ["to take it off the allowlist: its line in NeverBlock:Ranges or NeverBlock:Names in the settings"],
            ReasonCode.OwnAddress => ["time: 30 days after no finding names it as ours, and no managed workload has it any more"],
            ReasonCode.Pce
            or ReasonCode.PublicResolver
            or ReasonCode.RootServer
            or ReasonCode.CloudService
            or ReasonCode.SpecialPurpose
            or ReasonCode.Multicast
            or ReasonCode.NotGlobalUnicast
            or ReasonCode.TestDomain => ["nothing: what is never blocked is not a matter of settings"],
            ReasonCode.Sample => ["to let samples count: Policy:AcceptSamples=true", .. Block(x, can)],
            ReasonCode.BelowSeverity => ["a lower Policy:MinimumSeverity", .. Block(x, can)],
            ReasonCode.Suppressed or ReasonCode.Rejected or ReasonCode.RemovedByHand =>
            [
                .. answer.Until is { } end
                    ? [$"time: that ends at {Screen.Time(end)}, and the next sighting counts again"]
                    : ImmutableArray<string>.Empty,
                .. Block(x, can),
            ],
            ReasonCode.Stale => ["a new sighting", .. Block(x, can)],
            ReasonCode.ResolutionEnded => ["a blocked name that leads to it, while Policy:ResolveDomains is on", .. Block(x, can)],
            ReasonCode.DomainsOff => ["a list and a rule for names: shield init --domains --apply"],
            ReasonCode.NotExpressible => ["Pce:Mode=deny: a name cannot be an exclusion"],
            ReasonCode.Ask => ["Policy:Autonomy=act blocks without asking (for one account: Policy:Accounts:<account>:Autonomy)"],
            ReasonCode.Observe => ["Policy:Accounts:<account>:Autonomy=ask or act", .. Block(x, can)],
            ReasonCode.FrontDoor or ReasonCode.OpenResolver or ReasonCode.TopSite => ["a list in NeverBlock:Files that does not have it"],
            ReasonCode.TooBroad => ["a broader Limits:WidestV4 or Limits:WidestV6"],
            _ when answer.Verdict is "ignore" => Block(x, can),
            _ => [],
        };
    }

    private static ImmutableArray<string> Block(string x, Suggestible can) => Block(x, "to block it all the same", can);

    private static ImmutableArray<string> Block(string x, string purpose, Suggestible can) =>
        can.CanBlock ? [$"{purpose}: shield threats block {x} --reason \"…\""] : [];
}

/// <summary>Which commands about a party are taken, and have an effect.</summary>
/// <param name="CanBlock">False for what is never blocked, and for what no list can hold.</param>
/// <param name="CanAllow">False for what is too broad, and where an entry of somebody else would deny it all the same.</param>
/// <param name="Approve">The held indicator that an approval is about; null where none would have an effect.</param>
/// <param name="Reject">The held indicator.</param>
/// <param name="Allowed">The entries of the allowlist that cover it and that a command can take off.</param>
internal sealed record Suggestible(bool CanBlock, bool CanAllow, string? Approve, string? Reject, ImmutableArray<string> Allowed);
