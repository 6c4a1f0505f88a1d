using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;

namespace Shield.Core.Decisions;

/// <summary>How far Shield may go alone.</summary>
public enum Autonomy
{
    /// <summary>Nothing is written.</summary>
    Observe,

    /// <summary>Every block waits for a person.</summary>
    Ask,

    Act,
}

/// <summary>What archiving a finding does to the support it gave earlier.</summary>
public enum OnArchive
{
    /// <summary>Handled, not innocent: the block runs to its end.</summary>
    Expire,

    /// <summary>A finding whose state is archived supports nothing.</summary>
    Withdraw,
}

/// <summary>What a removal by hand on the PCE means.</summary>
public enum OnManualRemoval
{
    /// <summary>It sticks for 24 hours.</summary>
    Suppress,

    /// <summary>It is repaired like any other difference.</summary>
    Readd,
}

/// <summary>What the operator allows. Changing it changes every decision at the next reconcile: there is no stored one to mend.</summary>
public sealed record DecisionPolicy
{
    private static readonly ImmutableSortedDictionary<string, FeedPolicy> NoFeeds = ImmutableSortedDictionary.Create<string, FeedPolicy>(
        StringComparer.Ordinal
    );

    public Autonomy Autonomy { get; init; } = Autonomy.Act;

    /// <summary>GuardDuty's scale, 1.0 to 10.0.</summary>
    public double MinimumSeverity { get; init; } = 1.0;

    public bool AcceptSamples { get; init; }

    public PolicySwitches Switches { get; init; } = PolicySwitches.Default;

    public OnArchive OnArchive { get; init; } = OnArchive.Expire;

    public OnManualRemoval OnManualRemoval { get; init; } = OnManualRemoval.Suppress;

    public BlockLives Lives { get; init; } = new();

    /// <summary>Where blocked names lead to is blocked as well. Off, resolutions in the ledger count for nothing.</summary>
    public bool ResolveDomains { get; init; }

    /// <summary>The shortest prefix that sightings may block by themselves.</summary>
    public int WidestV4 { get; init; } = 24;

    public int WidestV6 { get; init; } = 64;

    /// <summary>So many workloads that regularly talk to a party hold what sightings would newly block. 0: off.</summary>
    public int HoldWhenAllowedTraffic { get; init; }

    /// <summary>So many days of the PCE's traffic are asked about.</summary>
    public int TrafficDays { get; init; } = 7;

    /// <summary>By AWS account: what it says of itself, instead of what the policy says of all.</summary>
    public ImmutableSortedDictionary<string, AccountPolicy> Accounts { get; init; } =
        ImmutableSortedDictionary.Create<string, AccountPolicy>(StringComparer.Ordinal);

    /// <summary>By name of the feed: how what it lists is taken. How long that counts is in <see cref="Lives"/>.</summary>
    public ImmutableSortedDictionary<string, FeedPolicy> Feeds { get; init; } = NoFeeds;

    /// <summary>A sample that counts like anything else.</summary>
    public bool IsAcceptedSample(Sighting sighting) => sighting.Latest.IsSample && (AcceptSamples || DoctorsSample.Is(sighting));

    /// <summary>Of sightings of that account.</summary>
    public double MinimumSeverityIn(string account) => Accounts.GetValueOrDefault(account)?.MinimumSeverity ?? MinimumSeverity;

    /// <summary>
    /// How far sightings of that account may go alone. Where all is only observed, decisions are made as if not, so that they can be looked
    /// at; then nothing is written, whatever an account says.
    /// </summary>
    public Autonomy AutonomyIn(string account) =>
        Accounts.GetValueOrDefault(account)?.Autonomy ?? (Autonomy is Autonomy.Observe ? Autonomy.Act : Autonomy);
}

/// <summary>What differs for the findings of one AWS account; null: nothing.</summary>
public sealed record AccountPolicy
{
    /// <summary><c>observe</c>: its sightings neither block nor wait for a person.</summary>
    public Autonomy? Autonomy { get; init; }

    public double? MinimumSeverity { get; init; }
}

/// <summary>How what a feed lists is taken: a list says who is bad, and the operator says how bad, and in which direction.</summary>
/// <param name="Severity">GuardDuty's scale, 1.0 to 10.0.</param>
public sealed record FeedPolicy(double Severity, Directions Directions);

/// <summary>How long one report keeps its party blocked: by severity, or as the feed that made it is set.</summary>
public sealed record BlockLives
{
    private static readonly ImmutableSortedDictionary<string, TimeSpan> NoFeeds = ImmutableSortedDictionary.Create<string, TimeSpan>(
        StringComparer.Ordinal
    );

    public TimeSpan Low { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan Medium { get; init; } = TimeSpan.FromHours(72);

    public TimeSpan High { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan Critical { get; init; } = TimeSpan.FromDays(30);

    /// <summary>By name of the feed: so long after it last named a party that counts.</summary>
    public ImmutableSortedDictionary<string, TimeSpan> Feeds { get; init; } = NoFeeds;

    /// <summary>Of a feed that the settings have no more: none.</summary>
    public TimeSpan For(Sighting sighting) =>
        sighting.Key.Finding.Feed is { } feed ? Feeds.GetValueOrDefault(feed) : For(sighting.Severity);

    /// <param name="severity">Low to 3.9, Medium to 6.9, High to 8.9, Critical from 9.0.</param>
    public TimeSpan For(double severity) =>
        severity switch
        {
            >= 9.0 => Critical,
            >= 7.0 => High,
            >= 4.0 => Medium,
            _ => Low,
        };
}
