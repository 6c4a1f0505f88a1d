using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Operating.Explain;
using Shield.Tests.Cli.Words;

namespace Shield.Tests.Cli.Explain;

/// <summary>
/// A new code is entered here, in one of the three tables: whoever adds a reason decides what would change an answer that it gives.
/// </summary>
public sealed class What_would_change_an_answer
{
    private const string ByHand = "to block it all the same: shield threats block 45.83.64.1";
    private const string Nothing = "nothing: what is never blocked";

    /// <summary>Of what is ignored: the first thing that is said.</summary>
    private static readonly Dictionary<string, string> Ignored = new()
    {
        [ReasonCode.Allowlisted] = "to take it off the allowlist",
        [ReasonCode.OwnAddress] = "time: 30 days",
        [ReasonCode.Pce] = Nothing,
        [ReasonCode.PublicResolver] = Nothing,
        [ReasonCode.RootServer] = Nothing,
        [ReasonCode.CloudService] = Nothing,
        [ReasonCode.SpecialPurpose] = Nothing,
        [ReasonCode.Multicast] = Nothing,
        [ReasonCode.NotGlobalUnicast] = Nothing,
        [ReasonCode.TestDomain] = Nothing,
        [ReasonCode.Suppressed] = ByHand,
        [ReasonCode.Rejected] = ByHand,
        [ReasonCode.RemovedByHand] = ByHand,
        [ReasonCode.Sample] = "Policy:AcceptSamples=true",
        [ReasonCode.Archived] = ByHand,
        [ReasonCode.NotUseful] = ByHand,
        [ReasonCode.Stale] = "a new sighting",
        [ReasonCode.BelowSeverity] = "Policy:MinimumSeverity",
        [ReasonCode.Victim] = ByHand,
        [ReasonCode.OtherDirection] = ByHand,
        [ReasonCode.Observe] = "Policy:Accounts:<account>:Autonomy",
        [ReasonCode.FeedOff] = "Feeds:",
        [ReasonCode.FeedDropped] = "the feed listing it again",
        [ReasonCode.ResolutionEnded] = "a blocked name that leads to it",
        [ReasonCode.Sinkhole] = ByHand,
    };

    /// <summary>Of what is held, beside approving and rejecting it. Empty: that is all.</summary>
    private static readonly Dictionary<string, string> Held = new()
    {
        [ReasonCode.UnknownType] = "",
        [ReasonCode.RoleUnclear] = "",
        [ReasonCode.DomainsOff] = "shield init --domains --apply",
        [ReasonCode.NotExpressible] = "Pce:Mode=deny",
        [ReasonCode.Ask] = "Policy:Autonomy=act",
        [ReasonCode.FrontDoor] = "NeverBlock:Files",
        [ReasonCode.OpenResolver] = "NeverBlock:Files",
        [ReasonCode.TopSite] = "NeverBlock:Files",
        [ReasonCode.TooBroad] = "Limits:WidestV4",
        [ReasonCode.InUse] = "Policy:HoldWhenAllowedTraffic",
        [ReasonCode.TrafficUnknown] = "each reconcile asks again",
    };

    /// <summary>Of what is to be blocked, where it waits or why: <c>The_remedies</c> says what can be done then.</summary>
    private static readonly HashSet<string> OfBlocks =
    [
        ReasonCode.Operator,
        ReasonCode.Accepted,
        ReasonCode.Resolved,
        ReasonCode.Feed,
        ReasonCode.Rentable,
        ReasonCode.NotApplied,
        ReasonCode.OverLimit,
        ReasonCode.OverCapacity,
        ReasonCode.ForeignDraft,
        ReasonCode.Paused,
        ReasonCode.NeverBlockUnreadable,
        ReasonCode.ForeignExclusion,
        ReasonCode.PceRejected,
        ReasonCode.Replaced,
        ReasonCode.Summarised,
        ReasonCode.Displaced,
    ];

    [Fact]
    public void Is_decided_upon_for_every_code() =>
        Assert.Equal(
            ReasonCodes.Constants.Order(StringComparer.Ordinal),
            Ignored.Keys.Concat(Held.Keys).Concat(OfBlocks).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Is_said_of_what_is_ignored() =>
        Assert.All(Ignored, one => Assert.Contains(one.Value, Of(Verdict.Ignore, one.Key)[0], StringComparison.Ordinal));

    [Fact]
    public void Is_said_of_what_is_held() =>
        Assert.All(
            Held,
            one =>
            {
                var said = Of(Verdict.Hold, one.Key);
                Assert.StartsWith("to block it: shield threats approve", said[0], StringComparison.Ordinal);
                Assert.StartsWith("to dismiss it: shield threats reject", said[1], StringComparison.Ordinal);
                Assert.Equal(one.Value.Length > 0 ? 3 : 2, said.Length);
                Assert.Contains(one.Value, said[^1], StringComparison.Ordinal);
            }
        );

    private static ImmutableArray<string> Of(Verdict verdict, string reason)
    {
        var party = Indicator.Parse("45.83.64.1");
        var answer = DirectionAnswer.Ignored(reason) with { Verdict = verdict };
        var decision = new Decision
        {
            Indicator = party,
            Inbound = answer,
            Outbound = answer,
            IsCanary = false,
            Checks = [],
            Sightings = [],
            Acts = [],
            Names = [],
        };
        return WhatWouldChange.Of(
            party,
            new Threat(decision, EntryState.Ignored, reason),
            PceMode.Deny,
            new Suggestible(CanBlock: true, CanAllow: true, Approve: "45.83.64.1", Reject: "45.83.64.1", Allowed: [])
        );
    }
}
