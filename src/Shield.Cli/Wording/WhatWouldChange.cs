using System.Collections.Immutable;
using Shield.Cli.Output;
using Shield.Core.Decisions;
using Shield.Core.Planning;

namespace Shield.Cli.Wording;

/// <summary>What would change an answer: the exact command, or the event.</summary>
internal static class WhatWouldChange
{
    public static ImmutableArray<string> Of(ExplainAnswer answer)
    {
        var x = answer.Indicator;
        return answer.Verdict switch
        {
            null => [$"to block it: shield threats block {x} --reason \"…\"", $"never to block it: shield allow add {x} --reason \"…\""],
            "block" =>
            [
                .. answer.Until is { } end ? [$"time: it ends by itself at {Screen.Time(end)}, or later if it is seen again"] : ImmutableArray<string>.Empty,
                .. OfState(answer.Reason),
                $"to let it through now: shield unblock {x} --reason \"…\"",
                $"never to block it again: shield allow add {x} --reason \"…\"",
            ],
            "hold" => [$"to block it: shield threats approve {x} --reason \"…\"", $"to dismiss it: shield threats reject {x} --reason \"…\"", .. OfReason(answer)],
            _ => OfReason(answer),
        };
    }

    private static ImmutableArray<string> OfState(string? reason) => reason switch
    {
        ReasonCode.OverLimit => ["it waits for a limit: shield apply prints the command that accepts the set"],
        StructuralFault.NotInitialised or StructuralFault.ListMissing or StructuralFault.RuleMissing => ["to make what is missing on the PCE: shield init --apply (in exclusion mode with --rule or --all-any-rules), then shield apply"],
        "rule-disabled" => ["to switch blocking on again: enable the rule (set) in the PCE's console and provision; Shield never does that by itself"],
        "paused" or ReasonCode.ForeignDraft => [],
        _ => [],
    };

    private static ImmutableArray<string> OfReason(ExplainAnswer answer)
    {
        var x = answer.Indicator;
        return answer.Reason switch
        {
            ReasonCode.Allowlisted => [$"to take it off the allowlist: shield allow remove {x} --reason \"…\" (or its line in NeverBlock:Ranges or NeverBlock:Names)"],
            ReasonCode.OwnAddress => ["time: 30 days after no finding names it as ours, and no managed workload has it any more"],
            ReasonCode.Pce or ReasonCode.PublicResolver or ReasonCode.RootServer or ReasonCode.CloudService or ReasonCode.SpecialPurpose or ReasonCode.Multicast or ReasonCode.NotGlobalUnicast or ReasonCode.TestDomain =>
                ["nothing: what is never blocked is not a matter of settings"],
            ReasonCode.Sample => ["to let samples count: Policy:AcceptSamples=true", Block(x)],
            ReasonCode.BelowSeverity => ["a lower Policy:MinimumSeverity", Block(x)],
            ReasonCode.Suppressed or ReasonCode.Rejected or ReasonCode.RemovedByHand =>
                [.. answer.Until is { } end ? [$"time: that ends at {Screen.Time(end)}, and the next sighting counts again"] : ImmutableArray<string>.Empty, Block(x)],
            ReasonCode.Stale => ["a new sighting", Block(x)],
            ReasonCode.ResolutionEnded => ["a blocked name that leads to it, while Policy:ResolveDomains is on", Block(x)],
            ReasonCode.DomainsOff => ["a list and a rule for names: shield init --domains --apply"],
            ReasonCode.NotExpressible => ["Pce:Mode=deny: a name cannot be an exclusion"],
            ReasonCode.Ask => ["Policy:Autonomy=act blocks without asking (for one account: Policy:Accounts:<account>:Autonomy)"],
            ReasonCode.Observe => ["Policy:Accounts:<account>:Autonomy=ask or act", Block(x)],
            ReasonCode.FrontDoor or ReasonCode.OpenResolver or ReasonCode.TopSite => ["a list in NeverBlock:Files that does not have it"],
            ReasonCode.TooBroad => ["a broader Limits:WidestV4 or Limits:WidestV6"],
            _ when answer.Verdict is "ignore" => [Block(x)],
            _ => [],
        };
    }

    private static string Block(string x) => $"to block it all the same: shield threats block {x} --reason \"…\"";
}
