using System.Collections.Immutable;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Telling;
using Shield.Hosting.Settings;
using Shield.Operating.Plans;
using Shield.Operating.Reading;

namespace Shield.Operating.Status;

/// <summary>Of <c>status</c>: what needs a person first.</summary>
public sealed record StatusAnswer
{
    public required string? Owner { get; init; }

    public required string Mode { get; init; }

    public required string Autonomy { get; init; }

    public required PceStatus Pce { get; init; }

    /// <summary>The pause flag's own words.</summary>
    public required string? Paused { get; init; }

    public required RefusalRow? Refused { get; init; }

    /// <summary>Entries of ours that are on a list and turned to a hold: they stay until their end.</summary>
    public required ImmutableArray<HeldRow> HeldButListed { get; init; }

    /// <summary>What people took off the PCE and stays off.</summary>
    public required ImmutableArray<RemovedByHandRow> RemovedByHand { get; init; }

    /// <inheritdoc cref="PlanAnswer.Alarms"/>
    public required ImmutableArray<string> Alarms { get; init; }

    /// <summary>Entries that should be off and are still on.</summary>
    public required int Overdue { get; init; }

    public required ImmutableArray<string> NeverBlockUnreadable { get; init; }

    /// <summary>Which clock is or was wrong, as a sentence each.</summary>
    public required ImmutableArray<string> Clocks { get; init; }

    public required ImmutableArray<RuleRow> Rules { get; init; }

    /// <summary>On which workloads what is listed is enforced.</summary>
    public required ReachAnswer Reach { get; init; }

    /// <summary>Indicators by state.</summary>
    public required ImmutableSortedDictionary<string, int> Threats { get; init; }

    /// <summary>Null where <c>Policy:ResolveDomains</c> is off.</summary>
    public required ResolvedNamesRow? Resolved { get; init; }

    public required ImmutableArray<AdditionRow> KeptBack { get; init; }

    public required ImmutableArray<ForeignRow> Foreign { get; init; }

    public required ImmutableArray<OrphanRow> Orphans { get; init; }

    public required CapacityRow? Capacity { get; init; }

    public required OutcomeRow? Last { get; init; }

    /// <summary>How soon blocks became active of late; null where it could not be told.</summary>
    public required TimelinessRow? TimeToActive { get; init; }

    /// <summary>
    /// Parties to be blocked by who names them: <c>guardduty</c>, <c>feed:NAME</c>, <c>operator</c>. One may count for several.
    /// </summary>
    public required ImmutableSortedDictionary<string, int> Sources { get; init; }

    /// <summary>Feeds that are configured.</summary>
    public required ImmutableArray<FeedStatus> Feeds { get; init; }

    /// <summary>Channels of notifications that are configured.</summary>
    public required ImmutableArray<ChannelRow> Channels { get; init; }

    /// <summary>Parts of this answer that could not be told, each with the reason; what stands in their place says nothing.</summary>
    public required ImmutableArray<UnknownPart> Unknown { get; init; }
}

/// <param name="Part">The member of the answer.</param>
public sealed record UnknownPart(string Part, string Reason);

/// <param name="Detail">Why not, where it is not readable.</param>
public sealed record PceStatus(string? Url, bool Readable, string? Detail);

/// <param name="Proof">What the PCE itself answers for one listed address: <c>blocked</c>, <c>not-blocked</c>, or null where it was not
/// asked or cannot tell.</param>
public sealed record RuleRow(string Direction, string Condition, string? Href, string? Detail, string? Proof)
{
    public static RuleRow Of(RuleStanding standing) =>
        new(
            standing.Rule.List.ToWord(),
            standing.Rule.Condition.ToWord(),
            standing.Rule.Href,
            standing.Detail,
            standing.Proof is not { } proof ? null
                : proof.IsBlocked ? "blocked"
                : "not-blocked"
        );
}

/// <param name="Used">Entries of ours.</param>
/// <param name="Limit">How many there may be: <c>Pce:MaxEntries</c>, or what others leave of the PCE's soft limit, or less where the PCE
/// refused more of late.</param>
/// <param name="Others">Everybody else's entries; the PCE's limits count all together.</param>
/// <param name="SoftLimit">The PCE's, by its default.</param>
/// <param name="IsNearSoftLimit">All together they come near it: somebody should look.</param>
public sealed record CapacityRow(int Used, int Limit, int Others, int SoftLimit, bool IsNearSoftLimit);

/// <summary>What the last reconcile that wrote came to.</summary>
/// <param name="Finished">False: it broke off after its intent; the next one finds out what took effect.</param>
public sealed record OutcomeRow(DateTimeOffset At, bool Finished, string Trigger, int Added, int Removed, long? PolicyVersion);

/// <summary>A channel of notifications.</summary>
/// <param name="DeliveredAt">When it last took a message; null: never yet.</param>
/// <param name="FailingSince">Since when it takes none; null: it does.</param>
/// <param name="Why">What came back last.</param>
/// <param name="GivenUp">Messages since then that were put aside.</param>
public sealed record ChannelRow(
    string Name,
    string Kind,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? FailingSince,
    string? Why,
    int GivenUp
)
{
    public static ChannelRow Of(ChannelSettings channel, ChannelState state) =>
        new(channel.Name, channel.Kind.ToWord(), state.DeliveredAt, state.Fault?.Since, state.Fault?.Why, state.Fault?.GivenUp ?? 0);
}

/// <summary>A feed: <c>feeds show</c> says more.</summary>
/// <param name="PulledAt">When it last answered what could be taken; null: never yet.</param>
/// <param name="Listed">Parties of it that count.</param>
/// <param name="FailingSince">Since when it fails; null: it does not.</param>
/// <param name="WaitingSince">Since when its copy waits for a person; null: none does.</param>
/// <param name="Why">Why it fails or waits.</param>
public sealed record FeedStatus(
    string Name,
    DateTimeOffset? PulledAt,
    int Listed,
    DateTimeOffset? FailingSince,
    DateTimeOffset? WaitingSince,
    string? Why
)
{
    public static FeedStatus Of(FeedSettings feed, FeedState state) =>
        new(feed.Name, state.PulledAt, state.Listed, state.Fault?.Since, state.Waiting?.Since, state.Fault?.Why ?? state.Waiting?.Why);
}
