using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Operating.Effects;
using Shield.Operating.Words;

namespace Shield.Operating.Explain;

/// <summary>What would change an answer: the exact command, or the event.</summary>
public static class WhatWouldChange
{
    /// <param name="can">Which commands are taken: none is suggested that would be refused.</param>
    public static ImmutableArray<string> Of(Indicator asked, Threat? subject, PceMode mode, Suggestible can)
    {
        var x = asked.ToString();
        var again = subject?.Decision.Verdict is Verdict.Block ? " again" : "";
        ImmutableArray<string> allow = can.CanAllow ? [$"never to block it{again}: shield allow add {x} --reason \"…\""] : [];
        if (subject is null)
        {
            return [.. Block(x, "to block it", can), .. allow];
        }

        return subject.Decision.Verdict switch
        {
            Verdict.Block =>
            [
                .. subject.Decision.Until is { } end
                    ? [$"time: it ends by itself at {TimeText.Of(end)}, or later if it is seen again"]
                    : ImmutableArray<string>.Empty,
                .. subject.State is EntryState.Pending && Remedies.Of(subject.Reason, mode, fingerprint: null) is { } remedy
                    ? [$"what it waits for: {remedy}"]
                    : ImmutableArray<string>.Empty,
                $"to let it through now: shield unblock {x} --reason \"…\"",
                .. allow,
            ],
            Verdict.Hold =>
            [
                .. can.Approve is { } approve
                    ? [$"to block it: shield threats approve {approve} --reason \"…\""]
                    : ImmutableArray<string>.Empty,
                .. can.Reject is { } reject
                    ? [$"to dismiss it: shield threats reject {reject} --reason \"…\""]
                    : ImmutableArray<string>.Empty,
                .. OfReason(x, subject, can),
            ],
            Verdict.Ignore => OfReason(x, subject, can),
        };
    }

    private static ImmutableArray<string> OfReason(string x, Threat subject, Suggestible can)
    {
        return subject.Reason switch
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
                .. subject.Decision.Until is { } end
                    ? [$"time: that ends at {TimeText.Of(end)}, and the next sighting counts again"]
                    : ImmutableArray<string>.Empty,
                .. Block(x, can),
            ],
            ReasonCode.FeedOff => ["the feed in Feeds:… again", .. Block(x, can)],
            ReasonCode.FeedDropped => ["the feed listing it again", .. Block(x, can)],
            ReasonCode.Stale => ["a new sighting", .. Block(x, can)],
            ReasonCode.ResolutionEnded => ["a blocked name that leads to it, while Policy:ResolveDomains is on", .. Block(x, can)],
            ReasonCode.DomainsOff => ["a list and a rule for names: shield init --domains --apply"],
            ReasonCode.NotExpressible => ["Pce:Mode=deny: a name cannot be an exclusion"],
            ReasonCode.Ask => ["Policy:Autonomy=act blocks without asking (for one account: Policy:Accounts:<account>:Autonomy)"],
            ReasonCode.Observe => ["Policy:Accounts:<account>:Autonomy=ask or act", .. Block(x, can)],
            ReasonCode.FrontDoor or ReasonCode.OpenResolver or ReasonCode.TopSite => ["a list in NeverBlock:Files that does not have it"],
            ReasonCode.TooBroad => ["a broader Limits:WidestV4 or Limits:WidestV6"],
            ReasonCode.InUse => ["a greater Policy:HoldWhenAllowedTraffic, or 0: then nothing is held for that"],
            ReasonCode.TrafficUnknown =>
            [
                "an answer of the PCE's traffic, for which each reconcile asks again; or Policy:HoldWhenAllowedTraffic=0: then nobody asks",
            ],
            _ when subject.Decision.Verdict is Verdict.Ignore => Block(x, can),
            _ => [],
        };
    }

    private static ImmutableArray<string> Block(string x, Suggestible can) => Block(x, "to block it all the same", can);

    private static ImmutableArray<string> Block(string x, string purpose, Suggestible can) =>
        can.CanBlock ? [$"{purpose}: shield threats block {x} --reason \"…\""] : [];
}
