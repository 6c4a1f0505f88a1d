using Shield.Core.Indicators;

namespace Shield.Core.FindingTypes;

/// <summary>
/// Stable codes that others script against: never rename one. The reasons of finding types (<c>brute-force</c>, <c>c2</c> …) stand in
/// the table of types; sentences for people are made where they are shown.
/// </summary>
public static class ReasonCode
{
    // Hard never-block, in the order in which they are asked.
    public const string Allowlisted = "allowlisted";
    public const string OwnAddress = "own-address";
    public const string Pce = "pce";
    public const string PublicResolver = AddressReason.PublicResolver;
    public const string RootServer = AddressReason.RootServer;
    public const string CloudService = "cloud-service";
    public const string SpecialPurpose = AddressReason.SpecialPurpose;
    public const string Multicast = AddressReason.Multicast;
    public const string NotGlobalUnicast = AddressReason.NotGlobalUnicast;
    public const string TestDomain = "test-domain";

    // Acts.
    public const string Operator = "operator";
    public const string Suppressed = "suppressed";
    public const string Rejected = "rejected";
    public const string RemovedByHand = "removed-by-hand";

    /// <summary>The limits are lifted for it; of a check, never of a decision.</summary>
    public const string Accepted = "accepted";

    // Evidence, before the row of the type is asked.
    public const string Sample = "sample";
    public const string Archived = "archived";
    public const string NotUseful = "not-useful";
    public const string Stale = "stale";
    public const string BelowSeverity = "below-severity";
    public const string UnknownType = "unknown-type";

    /// <summary>The party is what a host of ours attacked.</summary>
    public const string Victim = "victim";

    /// <summary>The finding does not say who attacked whom.</summary>
    public const string RoleUnclear = "role-unclear";
    public const string OtherDirection = "other-direction";

    public const string Observe = "observe";

    // What a feed says, instead of the row of a type.

    /// <summary>A feed of the settings names it.</summary>
    public const string Feed = "feed";

    /// <summary>A feed named it that the settings have no more.</summary>
    public const string FeedOff = "feed-off";

    /// <summary>The feed names it no more.</summary>
    public const string FeedDropped = "feed-dropped";

    // What a blocked name led to (Policy:ResolveDomains).
    public const string Resolved = "resolved";
    public const string ResolutionEnded = "resolution-ended";

    // Soft never-block: what sits there, by lists that the operator names.
    public const string FrontDoor = "front-door";
    public const string OpenResolver = "open-resolver";
    public const string Sinkhole = "sinkhole";
    public const string TopSite = "top-site";
    public const string Rentable = "rentable";

    // What a block from sightings still has to pass.
    public const string DomainsOff = "domains-off";
    public const string NotExpressible = "not-expressible";
    public const string TooBroad = "too-broad";
    public const string Ask = "ask";

    /// <summary>So many workloads of ours regularly talk to it that a person should decide (Policy:HoldWhenAllowedTraffic).</summary>
    public const string InUse = "in-use";

    /// <summary>Whether they do is not known.</summary>
    public const string TrafficUnknown = "traffic-unknown";

    // Why an addition waits, or an entry goes, in a plan.

    /// <summary>It is decided, and no apply has written it yet.</summary>
    public const string NotApplied = "not-applied";
    public const string OverLimit = "over-limit";
    public const string OverCapacity = "over-capacity";
    public const string ForeignDraft = "foreign-draft";

    /// <summary>Somebody paused this PCE (<c>shield pause</c>).</summary>
    public const string Paused = "paused";
    public const string NeverBlockUnreadable = "never-block-unreadable";
    public const string ForeignExclusion = "foreign-exclusion";
    public const string PceRejected = "pce-rejected";
    public const string Replaced = "replaced";
    public const string Summarised = "summarised";
    public const string Displaced = "displaced";
}
