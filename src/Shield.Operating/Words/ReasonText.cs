using System.Collections.Frozen;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Operating.Words;

/// <summary>A sentence for every code, and the only place that has one. Each completes "because …".</summary>
public static class ReasonText
{
    private static readonly FrozenDictionary<string, string> Sentences = new Dictionary<string, string>
    {
        // Never blocked.
        [ReasonCode.Allowlisted] = "it is on the operator's allowlist",
        [ReasonCode.OwnAddress] = "it is an address of our own, by findings or by the PCE's workloads of the last 30 days",
        [ReasonCode.Pce] = "the PCE itself answers there, and hosts that lose the PCE take no policy any more",
        [ReasonCode.PublicResolver] = "it is a public DNS resolver that everybody's machines use",
        [ReasonCode.RootServer] = "it is a DNS root server",
        [ReasonCode.SpecialPurpose] =
            "it lies in special-purpose address space (private, loopback, documentation …), which no attacker on the Internet has",
        [ReasonCode.Multicast] = "it is a multicast address, which is nobody's in particular",
        [ReasonCode.CloudService] = "AWS's services answer by that name, and our hosts need them",
        [ReasonCode.NotGlobalUnicast] = "it lies outside the global unicast space of IPv6 (2000::/3)",
        [ReasonCode.TestDomain] = "it is AWS's own test name",

        // Acts.
        [ReasonCode.Operator] = "an operator blocked or approved it",
        [ReasonCode.Suppressed] = "an operator unblocked it",
        [ReasonCode.Rejected] = "an operator rejected it",
        [ReasonCode.Accepted] = "an operator lifted the limits for it",
        [ReasonCode.RemovedByHand] = "somebody took its entry off the list on the PCE, and that sticks for 24 hours",

        // Evidence.
        [ReasonCode.Sample] = "it was only seen in sample findings, which GuardDuty makes for trying things out",
        [ReasonCode.Archived] = "its findings came archived, so nobody vouches for them",
        [ReasonCode.NotUseful] = "somebody marked its findings as not useful in GuardDuty",
        [ReasonCode.Stale] = "it was last seen so long ago that the block has run out",
        [ReasonCode.BelowSeverity] = "its findings are below Policy:MinimumSeverity",
        [ReasonCode.Observe] = "Policy:Accounts says observe for the account that reported it",
        [ReasonCode.Feed] = "a feed of the settings lists it",
        [ReasonCode.FeedOff] = "a feed listed it that the settings have no more",
        [ReasonCode.FeedDropped] = "the feed that listed it has dropped it",
        [ReasonCode.UnknownType] = "Shield does not know the type of its finding, so a person must look",
        [ReasonCode.OtherDirection] = "nothing was seen in this direction",

        // What names led to.
        [ReasonCode.Resolved] = "a blocked name led to it (Policy:ResolveDomains)",
        [ReasonCode.ResolutionEnded] = "no blocked name leads to it any more",

        // Soft never-block.
        [ReasonCode.FrontDoor] =
            "it is a front door, by a list of yours (NeverBlock:Files) or as the name of something that a customer of "
            + "AWS runs: behind its address is everybody",
        [ReasonCode.OpenResolver] = "it is an open resolver by a list of yours (NeverBlock:Files), and hosts of ours may ask it",
        [ReasonCode.TopSite] = "it is one of the most asked names by a list of yours (NeverBlock:Files)",
        [ReasonCode.Rentable] =
            "it is a machine that anybody can rent, by a list of yours (NeverBlock:Files), so it is blocked for half the time",

        // What holds a block.
        [ReasonCode.DomainsOff] = "domains are not switched on for this PCE",
        [ReasonCode.NotExpressible] = "a domain cannot be an exclusion of an IP list",
        [ReasonCode.TooBroad] = "it covers more addresses than findings may block by themselves",
        [ReasonCode.Ask] = "Policy:Autonomy is ask: every block waits for a person",
        [ReasonCode.InUse] = "so many of our workloads regularly talk to it that a person should decide (Policy:HoldWhenAllowedTraffic)",
        [ReasonCode.TrafficUnknown] =
            "the PCE's traffic does not tell whether our workloads regularly talk to it (Policy:HoldWhenAllowedTraffic)",

        // What keeps an addition back, or ends an entry.
        [ReasonCode.OverLimit] = "more additions were wanted than Limits:AddPerRun or Limits:AddPerDay lets through at once",
        [ReasonCode.OverCapacity] = "there is no room for another entry of ours on the PCE (Pce:MaxEntries)",
        [ReasonCode.ForeignDraft] = "somebody has an unprovisioned edit on our list, and additions wait for it",
        [ReasonCode.NeverBlockUnreadable] = "a never-block source cannot be read, so what it protects is not known",
        [ReasonCode.ForeignExclusion] = "somebody put an exclusion on our list that lets it through",
        [ReasonCode.PceRejected] = "the PCE refused this entry by itself; it is tried again after a day",
        [ReasonCode.Summarised] = "room is scarce: one entry stands for it and its neighbours, which are all blocked",
        [ReasonCode.Displaced] = "there was room for one of them only, and the other is worse",
        [ReasonCode.Replaced] = "its entry was replaced by others that say the same more exactly",
        [ReasonCode.NotApplied] = "no apply has put it on the PCE yet (under Policy:Autonomy=observe none does)",
        [ReasonCode.Paused] = "Shield is paused on this PCE",

        // Why a whole plan is refused.
        [PolicyFault.NotInitialised.ToWord()] = "nothing of this owner stands on the PCE yet",
        [PolicyFault.ModeMismatch.ToWord()] = "lists of ours in another mode stand on the PCE",
        [PolicyFault.TwoLists.ToWord()] = "two lists on the PCE carry the same mark of ours",
        [PolicyFault.ListMissing.ToWord()] = "one of our lists is missing on the PCE",
        [PolicyFault.RuleMissing.ToWord()] = "no active rule uses one of our lists",
        [PolicyFault.PendingDeletion.ToWord()] = "something of ours on the PCE is pending deletion",
        [PolicyFault.Inverted.ToWord()] =
            "a rule uses a list of ours, which holds everybody, where that keeps everybody out or lets only the malicious in",
        [PolicyFault.TooBroad.ToWord()] = "a list of ours on the PCE holds an entry so broad that it would block everybody",

        // Why an entry that is on the list blocks nobody.
        ["rule-disabled"] = "a person disabled the rule that uses our list, and Shield leaves that alone",
        ["rule-misshapen"] = "the rule that uses our list was changed so that it no longer blocks",
        ["rule-not-provisioned"] = "the rule that uses our list is not provisioned",
        ["rule-inverted"] = "a rule uses our list where that keeps everybody out, or lets only the malicious in",
        ["rule-pending-deletion"] = "the rule that uses our list is pending deletion",

        // What GuardDuty saw: the reasons of the table of finding types.
        ["brute-force"] = "it tried passwords against a host of ours",
        ["scanner"] = "it probed ports of ours and is known for scanning",
        ["c2"] = "it is a command-and-control server that a host of ours talked to",
        ["drop-point"] = "it is a place where malware drops stolen data, and a host of ours talked to it",
        ["crypto"] = "it belongs to a cryptocurrency network, and a host of ours talked to it",
        ["tor"] = "it is a node of the Tor network",
        ["own-list"] = "it is on the threat list that you gave GuardDuty",
        [ReasonCode.RoleUnclear] = "its finding does not say which side attacked the other",
        [ReasonCode.Victim] = "it is the victim of a host of ours, not an attacker",
        ["anomaly"] = "the traffic was unusual, which proves nothing against the other side",
        ["no-intel"] = "GuardDuty names it without any intelligence about it",
        ["heuristic"] = "the finding rests on a heuristic, which proves nothing against the other side",
        ["imds"] = "it is the instance metadata service",
        ["resolver"] = "it is a DNS server that a host of ours used in an unusual way, and perhaps many others use it too",
        ["sinkhole"] = "it is a sinkhole or black hole: nobody, or a defender",
        ["phishing"] = "it is a host used for phishing that a host of ours talked to",
        ["reputation"] = "it has a bad reputation, which alone proves little",
        ["retired"] = "its finding is of a type that GuardDuty sends no more",
        ["api-caller"] = "it called an AWS API, and never touched a workload",
        ["own-admin"] = "it may well be one of our own administrators",
        ["own-app"] = "it may well be one of our own applications",
        ["own-egress"] = "it may well be where our own traffic leaves to the Internet",
        ["no-remote"] = "such findings have no remote party",
        ["tester"] = "it called from a distribution for penetration tests, perhaps one of ours",
        ["sequence"] = "it took part in a sequence of suspicious steps",
        ["db-login"] = "it logged in, or tried to, at a managed database, which runs no agent",
        ["policy"] = "the finding is about a policy of ours, not about somebody else",
        ["drive-by"] = "a host of ours fetched malware from it",
        ["dga"] = "its name looks made up by malware",
        ["c2-domain"] = "it is the name of a command-and-control server",
        ["bad-domain"] = "it is a domain of bad reputation",
        ["aws-account"] = "it is an AWS account, not an address",
        ["dns-tunnel"] = "data may have been carried out through DNS queries to it",
    }.ToFrozenDictionary();

    public static bool Has(string code) => Sentences.ContainsKey(code);

    /// <summary>The code itself where it is newer than this table.</summary>
    public static string Of(string code) => Sentences.GetValueOrDefault(code, code);
}
