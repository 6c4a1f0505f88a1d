using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Proof;

namespace Shield.Console.Map;

/// <summary>Makes a picture of what ledger and PCE answered. It decides nothing: each state is the answer of one of the two.</summary>
public static class PictureOf
{
    // The keys that every PCE has.
    private const string App = "app";
    private const string Environment = "env";
    private const string Role = "role";

    public static Picture Of(PictureInput input) => With(input, DecidedParties(input));

    /// <summary>The same with other parties in the place of those that are decided now.</summary>
    internal static Picture With(PictureInput input, ImmutableArray<RemoteParty> decided)
    {
        var workloads = WorkloadsOf(input);
        var index = PartyIndex.Of(decided);
        var strangers = StrangersIn(input, index);
        ImmutableArray<RemoteParty> all = [.. decided, .. strangers];
        var seen = SeenIn(input, all, PartyIndex.Of(all), workloads);

        // Of what is ignored nothing needs to be shown, unless it was seen or somebody asked about it.
        var shown = all.Select((party, at) => party.State is not EntryState.Ignored || seen.ContainsParty(at)).ToArray();
        var newIndex = new int[all.Length];
        var parties = ImmutableArray.CreateBuilder<RemoteParty>();
        for (var at = 0; at < all.Length; at++)
        {
            newIndex[at] = parties.Count;
            if (shown[at])
            {
                parties.Add(all[at]);
            }
        }

        return new Picture
        {
            At = input.Now,
            Workloads = workloads,
            Parties = parties.ToImmutable(),
            Seen = [.. seen.Pairs.Select(pair => pair with { Party = newIndex[pair.Party] })],
            HasTraffic = input.Flows is not null,
            Ignored = all.Length - parties.Count,
            Unknown = input.Unknown,
        };
    }

    private static ImmutableArray<OurWorkload> WorkloadsOf(PictureInput input)
    {
        if (input.Estate is not { } estate)
        {
            return [];
        }

        var enforced = estate.Managed.ToDictionary(workload => workload.Href, _ => BlockKinds.None);
        var obstacles = estate.Managed.ToDictionary(workload => workload.Href, _ => new List<WorkloadObstacle>());
        foreach (var reach in input.Reach)
        {
            var kind = BlockKindSets.Of(reach.Block.Direction, reach.Block.Family);
            foreach (var workload in reach.Enforcing)
            {
                enforced[workload.Href] |= kind;
            }

            foreach (var other in reach.Others)
            {
                obstacles[other.Workload.Href]
                    .Add(
                        new WorkloadObstacle(
                            kind,
                            other.Obstacle.Reason,
                            other.Obstacle.Detail is { } detail ? MapText.Detail(detail) : null
                        )
                    );
            }
        }

        return
        [
            .. estate
                .Managed.Select(workload =>
                    ToOurs(workload) with
                    {
                        Enforces = enforced[workload.Href],
                        Obstacles = Together(obstacles[workload.Href]),
                    }
                )
                .Concat(
                    estate.Unmanaged.Select(workload =>
                        ToOurs(workload) with
                        {
                            IsManaged = false,
                            Obstacles = [new WorkloadObstacle(BlockKinds.All, null, null)],
                        }
                    )
                )
                .DistinctBy(workload => workload.Href),
        ];
    }

    private static ImmutableArray<WorkloadObstacle> Together(IEnumerable<WorkloadObstacle> obstacles) =>
        [
            .. obstacles
                .GroupBy(obstacle => (obstacle.Reason, obstacle.Detail))
                .Select(same => same.First() with { Kinds = same.Aggregate(BlockKinds.None, (kinds, obstacle) => kinds | obstacle.Kinds) }),
        ];

    private static OurWorkload ToOurs(Workload workload) =>
        new()
        {
            Href = workload.Href,
            Name = MapText.Name(workload.Hostname),
            Group = new AppGroup(LabelOf(workload, App) ?? "", LabelOf(workload, Environment) ?? ""),
            Role = LabelOf(workload, Role),
            Mode = workload.EnforcementMode is { } mode ? MapText.Name(mode) : null,
        };

    private static string? LabelOf(Workload workload, string key) =>
        (workload.Labels ?? ImmutableArray<LabelText>.Empty).FirstOrDefault(label => label.Key == key) is { } label
            ? MapText.Name(label.Value)
            : null;

    internal static ImmutableArray<RemoteParty> DecidedParties(PictureInput input)
    {
        var blocking = input
            .Lists.Where(list =>
                list.List is not ListPurpose.Domains
                && input.Rules.Any(rule => rule.List == list.List && rule.Condition is RuleCondition.InForce)
            )
            .ToDictionary(list => list.List, list => new ActiveRanges(list));
        return
        [
            .. input.Threats.Select(threat =>
                ToParty(threat, blocking) with
                {
                    ChangedAt = input.ChangedAt.TryGetValue(threat.Decision.Indicator, out var at) ? at : null,
                }
            ),
        ];
    }

    private static RemoteParty ToParty(Threat threat, Dictionary<ListPurpose, ActiveRanges> blocking)
    {
        var decision = threat.Decision;
        var strongest = decision.Sightings.OrderByDescending(sighting => sighting.Severity).ThenByDescending(sighting => sighting.LastSeen);
        var told = strongest.FirstOrDefault()?.Latest;
        return new RemoteParty
        {
            Indicator = decision.Indicator,
            State = threat.State,
            Reason = MapText.Name(threat.Reason),
            Wanted = WantedOf(decision),
            Blocked = blocking
                .Where(list => list.Value.Holds(decision, list.Key))
                .Aggregate(Directions.None, (set, list) => set | list.Key.ToDirection().ToSet()),
            Severity = decision.Sightings.Select(sighting => sighting.Severity).DefaultIfEmpty().Max(),
            Country = Told(decision, report => report.Country),
            Network = Told(decision, report => NetworkOf(report)),
            FindingType = told?.Type is { Length: > 0 } type ? MapText.Name(type) : null,
            Sightings = decision.Sightings.Sum(sighting => Math.Max(1, Math.Min(sighting.Count, int.MaxValue))),
            LastSeen = decision.Sightings.Select(sighting => (DateTimeOffset?)sighting.LastSeen).Max(),
        };
    }

    private static Directions WantedOf(Decision decision) =>
        (decision.Inbound.Verdict is Verdict.Block ? Directions.Inbound : Directions.None)
        | (decision.Outbound.Verdict is Verdict.Block ? Directions.Outbound : Directions.None);

    private static string? NetworkOf(Report report) =>
        (report.Asn, report.AsnOrganization) switch
        {
            (null, null) => null,
            (null, var organization) => organization,
            (var asn, null) => $"AS{asn}",
            var (asn, organization) => $"AS{asn} {organization}",
        };

    /// <summary>By the newest report that says it.</summary>
    private static string? Told(Decision decision, Func<Report, string?> what) =>
        decision
            .Sightings.OrderByDescending(sighting => sighting.Latest.UpdatedAt)
            .Select(sighting => what(sighting.Latest))
            .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))
            is { } text
            ? MapText.Name(text)
            : null;

    /// <summary>Whom no decision is about, and the traffic data name.</summary>
    private static ImmutableArray<RemoteParty> StrangersIn(PictureInput input, PartyIndex known) =>
        [
            .. (input.Flows ?? [])
                .Select(flow => flow.Remote)
                .Distinct()
                .Where(address => known.Find(address) is null)
                .Order()
                .Select(address => new RemoteParty { Indicator = new Indicator(address) }),
        ];

    private static SeenPairs SeenIn(
        PictureInput input,
        ImmutableArray<RemoteParty> parties,
        PartyIndex index,
        ImmutableArray<OurWorkload> workloads
    )
    {
        var hosts = workloads.Select((workload, at) => (workload.Href, at)).ToDictionary(one => one.Href, one => one.at);
        var seen = new SeenPairs();
        foreach (var flow in input.Flows ?? [])
        {
            if (index.Find(flow.Remote) is { } party && hosts.TryGetValue(flow.Workload, out var host))
            {
                // What was let through before the block of the party last changed says nothing of the policy as it is now.
                var counts = flow.IsAllowed && !(flow.Last < parties[party].ChangedAt);
                seen.Add(
                    new SeenPair(
                        party,
                        host,
                        flow.Connections,
                        counts,
                        counts ? $"traffic that the PCE allowed, last seen {MapText.Time(flow.Last)}" : null
                    )
                );
            }
        }

        // The policy check is about the policy as it is now, so it has the last word.
        foreach (var word in input.Words)
        {
            if (index.Find(word.Party) is { } party && hosts.TryGetValue(word.Workload, out var host))
            {
                seen.Say(new SeenPair(party, host, 0, word.IsAllowed, MapText.Detail(word.Detail)));
            }
        }

        return seen;
    }

    /// <summary>What one list of the active policy blocks.</summary>
    private sealed class ActiveRanges
    {
        private readonly RangeSet _blocked;
        private readonly RangeSet _exempted;

        public ActiveRanges(ListPair list)
        {
            var mark = list.Draft.Mark;
            ImmutableArray<ListEntry> entries = [.. (list.Active?.Entries ?? []).Where(entry => !entry.What.IsDomain)];
            _blocked = RangeSet.Of(entries.Where(mark.Blocks).Select(entry => entry.What.Range));

            // Somebody's exclusion on a deny list lets its addresses through.
            _exempted =
                mark.Mode is PceMode.Deny
                    ? RangeSet.Of(entries.Where(entry => entry.IsExclusion).Select(entry => entry.What.Range))
                    : RangeSet.Empty;
        }

        /// <summary>
        /// Whether it blocks all of the party that may be blocked. Where a part is on the allowlist, that part may not.
        /// </summary>
        public bool Holds(Decision decision, ListPurpose list)
        {
            if (decision.Indicator.IsDomain)
            {
                return false;
            }

            ImmutableArray<AddressRange> wanted =
            [
                .. decision.EntriesOn(list).Where(entry => !entry.IsDomain).Select(entry => entry.Range),
            ];
            wanted = wanted.IsEmpty ? [decision.Indicator.Range] : wanted;
            return wanted.All(range => _blocked.Contains(range) && !_exempted.Overlaps(range));
        }
    }

    /// <summary>At most one for each pair.</summary>
    private sealed class SeenPairs
    {
        private readonly Dictionary<(int Party, int Workload), SeenPair> _pairs = [];

        public IEnumerable<SeenPair> Pairs => _pairs.Values;

        public bool ContainsParty(int party) => (_parties ??= [.. _pairs.Keys.Select(key => key.Party)]).Contains(party);

        private HashSet<int>? _parties;

        public void Add(SeenPair pair) =>
            _pairs[KeyOf(pair)] = _pairs.TryGetValue(KeyOf(pair), out var other)
                ? other with
                {
                    Connections = other.Connections + pair.Connections,
                    IsAllowed = other.IsAllowed || pair.IsAllowed,
                    Detail = other.Detail ?? pair.Detail,
                }
                : pair;

        public void Say(SeenPair pair) =>
            _pairs[KeyOf(pair)] = pair with { Connections = _pairs.GetValueOrDefault(KeyOf(pair))?.Connections ?? 0 };

        private static (int Party, int Workload) KeyOf(SeenPair pair) => (pair.Party, pair.Workload);
    }
}
