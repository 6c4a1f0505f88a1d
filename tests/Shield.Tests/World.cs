using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Tests;

/// <summary>A deployment small enough that evidence, acts, lists and never-block keep meeting each other.</summary>
internal static class World
{
    public const string Owner = "acme-prod";
    public const string Attacker = "45.95.11.7";

    /// <summary>Whose entry one is depends on the list's owner and mode only, so one list's mark does for both.</summary>
    public static readonly ListMark InboundMark = new ListMark(Owner, PceMode.Deny, ListPurpose.Inbound);

    public static readonly ListEntry Sentinel = InboundMark.Fixtures.Single();

    public static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static readonly PceAddresses PceAddresses = new([AddressRange.Parse("45.95.11.1")], Unreadable: null);

    /// <summary>Ordinary ones beside each other, and one of each kind that is never blocked.</summary>
    public static readonly ImmutableArray<string> Parties =
    [
        Attacker,
        "45.95.11.8",
        "45.95.11.9",
        "45.95.11.1",
        "10.0.0.5",
        "8.8.8.8",
        "198.51.100.7",
        "2a0e:97c0::7",
        "45.95.11.0/29",
        "45.95.11.0-45.95.11.20",
        "45.95.0.0/16",
    ];

    public static readonly ImmutableArray<string> Types =
    [
        "Recon:EC2/PortProbeUnprotectedPort",
        "UnauthorizedAccess:EC2/SSHBruteForce",
        "Backdoor:EC2/C&CActivity.B",
        "UnauthorizedAccess:EC2/TorClient",
        "Recon:EC2/Portscan",
        "Behavior:EC2/NetworkPortUnusual",
        "Canary:EC2/Unheard",
    ];

    public static Sighting Seen(
        string party,
        string type = "Recon:EC2/PortProbeUnprotectedPort",
        string id = "f0000001aaaa",
        double severity = 2,
        TimeSpan? ago = null,
        ResourceRole role = ResourceRole.Target,
        ConnectionDirection direction = ConnectionDirection.Inbound,
        bool archived = false,
        bool sample = false,
        TimeSpan? firstAgo = null
    )
    {
        var at = Now - (ago ?? TimeSpan.FromHours(1));
        return new Sighting
        {
            Key = new SightingKey(new FindingKey("111122223333", "eu-central-1", id), Indicator.Parse(party)),
            FirstSeen = firstAgo is { } first ? Now - first : at,
            LastSeen = at,
            Supported = archived ? null : at,
            Severity = severity,
            Count = 1,
            Sources = ["file"],
            Circumstances = [new Circumstance(role, direction)],
            Latest = new Report
            {
                UpdatedAt = at,
                Type = type,
                IsSample = sample,
            },
        };
    }

    public static Act Did(
        ActKind kind,
        string party,
        string id = "act1",
        TimeSpan? ago = null,
        TimeSpan? length = null,
        string? acceptedPlan = null
    ) =>
        new()
        {
            Id = id,
            Kind = kind,
            Indicator = Indicator.Parse(party),
            At = Now - (ago ?? TimeSpan.FromMinutes(10)),
            Until = kind is ActKind.Allow or ActKind.Disallow
                ? null
                : Now - (ago ?? TimeSpan.FromMinutes(10)) + (length ?? TimeSpan.FromDays(7)),
            Who = "ana@soc",
            Why = "a reason",
            AcceptedPlan = acceptedPlan,
        };

    public static LedgerContent Known(
        IEnumerable<Sighting> sightings,
        IEnumerable<Act>? acts = null,
        IEnumerable<OwnAddress>? own = null,
        IEnumerable<FindingState>? states = null,
        IEnumerable<Resolution>? resolutions = null
    ) =>
        new()
        {
            Sightings = [.. sightings],
            Acts = [.. acts ?? []],
            OwnAddresses = [.. own ?? []],
            States = [.. states ?? []],
            Resolutions = [.. resolutions ?? []],
        };

    public static DecisionContext Context(
        LedgerContent ledger,
        DecisionPolicy? policy = null,
        DateTimeOffset? now = null,
        PceAddresses? pce = null,
        SoftSource? soft = null,
        GivenNames? names = null
    ) =>
        new()
        {
            NeverBlock = NeverBlock.Of(
                NeverBlockSources.From(ledger, [], names ?? GivenNames.None, soft is null ? [] : [soft], pce ?? PceAddresses, now ?? Now)
            ),
            Policy = policy ?? new DecisionPolicy(),
            Domains = DomainSupport.Off,
            Now = now ?? Now,
        };

    public static IReadOnlySet<EntryChange> WrittenBy(Intent intent) => intent.All.Select(one => one.Change).ToHashSet();

    public static ImmutableArray<Decision> Decide(LedgerContent ledger, DecisionPolicy? policy = null, DateTimeOffset? now = null) =>
        Core.Decisions.Decide.All(ledger, Context(ledger, policy, now));

    public static Decision DecideOne(string party, params Sighting[] sightings) => DecideOne(party, Known(sightings));

    public static Decision DecideOne(string party, LedgerContent ledger, DecisionPolicy? policy = null, DateTimeOffset? now = null) =>
        Decide(ledger, policy, now).Single(decision => decision.Indicator == Indicator.Parse(party));

    public static ListEntry Ours(string range, string id = "f0000001") =>
        new(AddressRange.Parse(range)) { Description = $"gds1|{Owner}|Recon:EC2/PortProbeUnprotectedPort|{id}|2026-03-01" };

    public static ListEntry Foreign(string range, string? description = "put here by Bo") =>
        new(AddressRange.Parse(range)) { Description = description };

    public static PceList List(
        Direction direction,
        IEnumerable<ListEntry> entries,
        PendingUpdate pending = PendingUpdate.None,
        TimeSpan? editedAgo = null
    ) =>
        new()
        {
            Href = $"/orgs/1/sec_policy/draft/ip_lists/{(direction is Direction.Inbound ? 11 : 12)}",
            Name = $"GuardDuty Shield {Owner} deny {direction.ToWord()}",
            Mark = new ListMark(Owner, PceMode.Deny, direction.ToList()),
            Description = null,
            Entries = [.. entries],
            Pending = pending,
            UpdatedAt = Now - (editedAgo ?? TimeSpan.FromDays(1)),
            UpdatedBy = "/users/15",
        };

    public static PceView View(IEnumerable<ListEntry> inbound, IEnumerable<ListEntry>? outbound = null, PceList? draftInbound = null)
    {
        ImmutableArray<PceList> active =
        [
            List(Direction.Inbound, [Sentinel, .. inbound]),
            List(Direction.Outbound, [Sentinel, .. outbound ?? []]),
        ];
        return new PceView
        {
            Pce = "https://pce.example.com:8443/orgs/1",
            Draft = draftInbound is null ? active : [draftInbound, active[1]],
            Active = active,
            Rules =
            [
                new BlockingRule(ListPurpose.Inbound, RuleCondition.InForce, "/r/1", null),
                new BlockingRule(ListPurpose.Outbound, RuleCondition.InForce, "/r/2", null),
            ],
            EntriesOfOthers = 0,
            Addresses = PceAddresses,
        };
    }

    public static PceView Empty => View([]);

    /// <summary>What follows from that ledger on that PCE.</summary>
    public static Situation SituationOf(LedgerContent ledger, PceView view)
    {
        var context = Context(ledger);
        var decisions = Core.Decisions.Decide.All(ledger, context);
        return new Situation
        {
            Decided = new Decided
            {
                Mode = PceMode.Deny,
                Ledger = ledger,
                History = HistoryTail.Empty,
                Context = context,
                Decisions = decisions,
            },
            View = view,
            Plan = Plan.For(Input(decisions, context.NeverBlock, view)),
            Alarms = [],
            NewlyRemovedByHand = [],
        };
    }

    public static PlanInput Input(
        ImmutableArray<Decision> decisions,
        NeverBlock neverBlock,
        PceView view,
        AddLimits? limits = null,
        int maxEntries = 6_000
    ) =>
        new()
        {
            Decisions = decisions,
            NeverBlock = neverBlock,
            View = view,
            Owner = Owner,
            Mode = PceMode.Deny,
            Limits = limits ?? new AddLimits(6_000, 12_000),
            MaxEntries = maxEntries,
            ForeignDraftWait = TimeSpan.FromMinutes(15),
            Written = ImmutableHashSet<EntryChange>.Empty,
            Now = Now,
        };

    public static Plan PlanFor(
        LedgerContent ledger,
        PceView view,
        AddLimits? limits = null,
        DecisionPolicy? policy = null,
        PceAddresses? pce = null,
        int maxEntries = 6_000,
        SoftSource? soft = null
    )
    {
        var context = Context(ledger, policy, pce: pce, soft: soft);
        return Plan.For(Input(Core.Decisions.Decide.All(ledger, context), context.NeverBlock, view, limits, maxEntries));
    }

    public static IEnumerable<string> Written(this Plan plan, Direction direction) =>
        plan.Lists.Single(list => list.List == direction.ToList()).Written.Select(entry => entry.What.ToString());

    /// <summary>What the PCE holds once the plan has gone through without a hitch.</summary>
    public static PceView After(this Plan plan, PceView view) =>
        view with
        {
            Draft =
            [
                .. view.Draft.Select(list =>
                    plan.Lists.SingleOrDefault(planned => planned.Pair.Draft.Href == list.Href) is { } planned
                        ? list with
                        {
                            Entries = planned.Written,
                        }
                        : list
                ),
            ],
            Active =
            [
                .. view.Active.Select(list =>
                    plan.Lists.SingleOrDefault(planned => planned.Pair.Draft.Href == list.Href) switch
                    {
                        { NeedsProvision: true } planned => list with { Entries = planned.Written },
                        _ => list,
                    }
                ),
            ],
        };

    public static Gen<Sighting> Sighting { get; } =
        from party in Gen.OneOf([.. Parties.Where(party => Indicator.Parse(party).Range.IsSingle)])
        from type in Gen.OneOf([.. Types])
        from id in Gen.Int[1, 4]
        from severity in Gen.OneOf(1.0, 3.9, 4.0, 7.0, 9.0)
        from ago in Gen.Int[0, 24 * 12]
        from longer in Gen.Int[0, 48]
        from role in Gen.Enum<ResourceRole>()
        from direction in Gen.Enum<ConnectionDirection>()
        from archived in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
        from sample in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
        select Seen(
            party,
            type,
            $"f000000{id}aaaa",
            severity,
            TimeSpan.FromHours(ago),
            role,
            direction,
            archived,
            sample,
            TimeSpan.FromHours(ago + longer)
        );

    public static Gen<Act> Act { get; } =
        from kind in Gen.OneOf(
            ActKind.Block,
            ActKind.Block,
            ActKind.Unblock,
            ActKind.Approve,
            ActKind.Reject,
            ActKind.Allow,
            ActKind.Disallow,
            ActKind.RemovedByHand
        )
        from party in Gen.OneOf([.. Parties])
        from directions in Gen.OneOf(Directions.Inbound, Directions.Outbound, Directions.Both)
        from id in Gen.Int[1, 99]
        from ago in Gen.Int[0, 24 * 9]
        from length in Gen.Int[1, 24 * 8]
        select Did(kind, party, $"act{id:00}", TimeSpan.FromHours(ago), TimeSpan.FromHours(length)) with
        {
            Directions = directions,
        };

    public static Gen<LedgerContent> LedgerContent { get; } =
        from sightings in Sighting.Array[0, 8]
        from acts in Act.Array[0, 4]
        from own in Gen.OneOf("45.95.11.9", "45.95.11.8").Array[0, 1]
        select Known(
            sightings.GroupBy(sighting => sighting.Key).Select(same => same.Aggregate((one, other) => one.Merge(other))),
            acts.DistinctBy(act => act.Id).Order(),
            own.Select(address => new OwnAddress(AddressRange.Parse(address), Now))
        );

    public static Gen<ListEntry> Entry { get; } =
        from party in Gen.OneOf([.. Parties, "45.95.11.2-45.95.11.7", "203.0.114.9"])
        from whose in Gen.Int[0, 3]
        from id in Gen.OneOf("f0000001", "f0000002", "act01", "act07")
        select whose switch
        {
            0 => Foreign(party),
            1 => Foreign(party, $"gds1|somebody-else|operator|{id}|2026-03-01"),
            _ => Ours(party, id),
        };

    public static Gen<PceView> AnyView { get; } =
        from inbound in Entry.Array[0, 6]
        from outbound in Entry.Array[0, 6]
        select View(
            inbound.DistinctBy(entry => (entry.What, entry.Description)),
            outbound.DistinctBy(entry => (entry.What, entry.Description))
        );

    public static Gen<AddLimits> Limits { get; } = from run in Gen.Int[0, 5] from day in Gen.Int[0, 5] select new AddLimits(run, day);
}
