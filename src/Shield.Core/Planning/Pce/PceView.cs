using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>What a draft object waits for (<c>update_type</c>); none where draft and active agree.</summary>
public enum PendingUpdate
{
    None,
    Create,
    Update,
    Delete,
}

/// <summary>One IP list that carries our data set mark, in its draft or its active version.</summary>
public sealed record PceList
{
    /// <summary>The draft href, also of the active version: it names the list.</summary>
    public required string Href { get; init; }

    /// <summary>
    /// When it was made, by the PCE's clock: with the href it tells a list from one that was made in its place. Null where the PCE does not
    /// say.
    /// </summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public required string Name { get; init; }

    public required ListMark Mark { get; init; }

    public required string? Description { get; init; }

    /// <summary>Ranges in the PCE's order, then names. Complete, or the read has thrown.</summary>
    public required ImmutableArray<ListEntry> Entries { get; init; }

    public required PendingUpdate Pending { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The href of whoever wrote it last, such as <c>/users/15</c>.</summary>
    public required string? UpdatedBy { get; init; }

    /// <summary>What such a list always holds and this one does not.</summary>
    internal ImmutableArray<ListEntry> MissingFixtures =>
        [.. Mark.Fixtures.Where(fixture => !Entries.Any(entry => Mark.IsFixture(entry) && entry.What == fixture.What))];
}

/// <summary>An active IP list without a mark of Shield's, whoever made it and for whatever.</summary>
/// <param name="Href">The draft href: it names the list.</param>
/// <param name="Name">As its owner calls it.</param>
/// <param name="Entries">As far as they can be read: nothing is decided by them.</param>
public sealed record OthersList(string Href, string Name, ImmutableArray<ListEntry> Entries);

public enum RuleCondition
{
    /// <summary>On the active policy, enabled with its rule set, and of the right shape.</summary>
    InForce,
    Missing,
    NotProvisioned,
    Disabled,
    Misshapen,
    PendingDeletion,

    /// <summary>A deny rule uses an exclusion-mode list, which holds Any: everybody is denied but the malicious (law 15).</summary>
    Inverted,
}

/// <summary>The rule that makes one of our lists block, as the active policy has it.</summary>
/// <param name="Detail">For people: which rule, and what is wrong with it where something is.</param>
public sealed record BlockingRule(ListPurpose List, RuleCondition Condition, string? Href, string? Detail)
{
    public Direction Direction => List.ToDirection();

    /// <summary>Deny mode: for which workloads its rule set is, on the active policy; null where there is no active rule.</summary>
    public RuleScope? Scope { get; init; }

    /// <summary>Exclusion mode: whether another active allow rule, one with Any, lets in whom ours leaves out.</summary>
    public bool IsOpenElsewhere { get; init; }
}

/// <summary>The PCE as the loop sees it, read whole.</summary>
public sealed record PceView
{
    /// <summary>
    /// Which PCE and organisation it is: where it answers and the organisation's href, such as <c>https://pce.example.com:8443/orgs/1</c>.
    /// </summary>
    public required string Pce { get; init; }

    /// <summary>Every list with our data set mark, of any owner and mode.</summary>
    public required ImmutableArray<PceList> Draft { get; init; }

    public required ImmutableArray<PceList> Active { get; init; }

    /// <summary>The active lists of everybody else.</summary>
    public ImmutableArray<OthersList> Others { get; init; } = [];

    /// <summary>For the configured owner and mode: one a direction, and that of the domains where their list exists.</summary>
    public required ImmutableArray<BlockingRule> Rules { get; init; }

    /// <summary>
    /// Entries of all IP lists that are no block of ours, the larger of draft and active: the PCE's limit counts everybody's together
    /// (docs/pce.md#7-limits).
    /// </summary>
    public required int EntriesOfOthers { get; init; }

    /// <summary>Where the PCE itself answers: hard never-block.</summary>
    public required PceAddresses Addresses { get; init; }

    /// <summary>
    /// How far the PCE's clock is ahead of ours, to a second or two, as its answers told by the way; null where they did not.
    /// </summary>
    public TimeSpan? ClockAhead { get; init; }
}

/// <summary>Somebody put an older policy back (event <c>sec_policy.restore</c>).</summary>
public sealed record PolicyRestore(DateTimeOffset At, string By);

/// <summary>A policy version: what somebody provisioned.</summary>
public sealed record PolicyVersion(long Number, string? CreatedBy)
{
    /// <summary>By the PCE's clock; null where the PCE does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What whoever provisioned it wrote; what Shield wrote, <see cref="Reconciling.VersionMessage"/> can read.</summary>
    public string? Message { get; init; }
}
