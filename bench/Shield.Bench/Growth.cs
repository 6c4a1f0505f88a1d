using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Settings;

namespace Shield.Bench;

/// <summary>
/// What ten times as many cost: of each kind, first <c>least</c> and then ten times that. A ratio of 10 is linear, 10 to 14 is n log n,
/// 100 is n². Deciding and planning, and explaining one party; nothing is read or written but the settings.
/// </summary>
internal static class Growth
{
    private const string Owner = "bench";

    private const int FewestRounds = 3;
    private const int MostRounds = 40;

    private static readonly TimeSpan LongestMeasure = TimeSpan.FromSeconds(3);
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly ListMark Inbound = new(Owner, PceMode.Deny, ListPurpose.Inbound);
    private static readonly Indicator Asked = Indicator.Parse("45.95.11.7");

    private static readonly (string Name, Func<int, Case> Make)[] Kinds =
    [
        ("never-block ranges, read from settings", n => Case.Of(settings: Settings(n))),
        ("never-block names, read from settings", n => Case.Of(settings: Names(n))),
        ("allowlist acts", n => Case.Of(acts: Acts(n, ActKind.Allow))),
        ("acts on ranges", n => Case.Of(acts: Acts(n, ActKind.Block))),
        ("acts on ranges inside each other", n => Case.Of(acts: Nested(n))),
        ("orphans", n => Case.Of(entries: Entries(n, $"gds1|{Owner}|operator|nobody|2026-03-01"))),
        (
            "orphans, each with a never-block part",
            n =>
                Case.Of(
                    settings: Settings(n, from: 0x3C000000, width: 1),
                    entries: Entries(n, $"gds1|{Owner}|operator|nobody|2026-03-01", width: 4)
                )
        ),
        (
            "names that lead to one address",
            n => Case.Of(settings: "{\"Policy\":{\"ResolveDomains\":true}}", acts: ActsOnNames(n), resolutions: ToOneAddress(n))
        ),
        (
            "summaries on the list",
            n => Case.Of(acts: Singles(n), entries: Entries(n / 2, $"gds1|{Owner}|summary|2-parties|2026-03-01", width: 2))
        ),
        ("foreign entries", n => Case.Of(entries: Entries(n, "put here by Bo"))),
        ("entries of a soft list", n => Case.Of(soft: Soft(n))),
        ("attackers", n => Case.Of(sightings: Sightings(n))),
        (
            "all of these together",
            n =>
                Case.Of(
                    settings: Settings(n),
                    acts: [.. Acts(n, ActKind.Allow), .. Acts(n, ActKind.Block)],
                    entries: [.. Entries(n, $"gds1|{Owner}|operator|nobody|2026-03-01"), .. Entries(n, "put here by Bo", from: 0x30000000)],
                    soft: Soft(n),
                    sightings: Sightings(n)
                )
        ),
    ];

    /// <param name="least">How many first; ten times as many then.</param>
    /// <param name="kind">A part of the name of a kind: only those. Null: all.</param>
    public static int Run(int least, string? kind = null)
    {
        var kinds = Kinds.Where(one => kind is null || one.Name.Contains(kind, StringComparison.OrdinalIgnoreCase)).ToList();
        if (kinds is [])
        {
            Console.Error.WriteLine($"No kind has '{kind}' in its name. The kinds: {string.Join(", ", Kinds.Select(one => one.Name))}.");
            return 64;
        }

        // Once before it counts: the first runs pay for the JIT.
        foreach (var (_, make) in kinds)
        {
            _ = Measure(make(200), rounds: 30);
        }

        // csharpier-ignore
        Console.WriteLine($"{"",-40} {least,9:N0} {10 * least,9:N0}  ratio   explain, ratio");
        foreach (var (name, make) in kinds)
        {
            var (few, many) = (Measure(make(least), MostRounds), Measure(make(10 * least), MostRounds));
            // csharpier-ignore
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-40} {few.Plan,7:0.000} s {many.Plan,7:0.000} s  {many.Plan / few.Plan,5:0.0}   ")
                + string.Create(CultureInfo.InvariantCulture, $"{few.Explain,6:0.0000} s {many.Explain,6:0.0000} s "
                    + $"{many.Explain / few.Explain,5:0.0}"));
        }

        return 0;
    }

    /// <summary>The least of several rounds: what else runs, and the garbage of others, only ever adds.</summary>
    private static (double Plan, double Explain) Measure(Case of, int rounds)
    {
        var started = Stopwatch.GetTimestamp();
        var all = new List<(double Plan, double Explain)>();
        do
        {
            all.Add(of.Run());
        } while (all.Count < rounds && (all.Count < FewestRounds || Stopwatch.GetElapsedTime(started) < LongestMeasure));
        return (all.Min(one => one.Plan), all.Min(one => one.Explain));
    }

    /// <summary>The processor's time, of all threads: what else runs counts less.</summary>
    private static double Seconds(Action work)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static AddressRange Range(uint number, uint width = 1) => AddressRange.Between(number, number + width - 1, AddressFamily.IPv4);

    // Every fourth /30: no two adjoin.
    private static IEnumerable<AddressRange> Ranges(int count, uint from, uint width) =>
        Enumerable.Range(0, count).Select(i => Range(from + (16 * (uint)i), width));

    private static string Settings(int count, uint from = 0x0B000000, uint width = 4) =>
        $"{{\"NeverBlock\":{{\"Ranges\":[{string.Join(',', Ranges(count, from, width).Select(range => $"\"{range}\""))}]}}}}";

    private static string Names(int count) =>
        $"{{\"NeverBlock\":{{\"Names\":[{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"host{i}.corp.dev\""))}]}}}}";

    private static ImmutableArray<DomainName> Hosts(int count) =>
        [.. Enumerable.Range(0, count).Select(i => DomainName.AsListed($"c2-{i}.evil.dev"))];

    private static ImmutableArray<Act> ActsOnNames(int count) =>
        [.. Hosts(count).Select((name, i) => ActOn(new Indicator(name), ActKind.Block, i))];

    private static ImmutableArray<Resolution> ToOneAddress(int count) =>
        [
            .. Hosts(count)
                .Select(name => new Resolution
                {
                    Domain = name,
                    Address = Asked.Range,
                    ResolvedAt = Now,
                    Until = Now + TimeSpan.FromHours(1),
                }),
        ];

    private static ImmutableArray<Act> Acts(int count, ActKind kind) =>
        [.. Ranges(count, kind is ActKind.Allow ? 0x14000000u : 0x2D000000u, 4).Select((range, i) => ActOn(new Indicator(range), kind, i))];

    // 100 ranges, each inside the one before it, and so on: deeper than anybody blocks.
    private static ImmutableArray<Act> Nested(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    ActOn(
                        new Indicator(Range(0x2D000000 + (1024 * (uint)(i / 100)) + (uint)(i % 100), 600 - (2 * (uint)(i % 100)))),
                        ActKind.Block,
                        i
                    )
                ),
        ];

    private static ImmutableArray<Act> Singles(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => ActOn(new Indicator(Range(0x3C000000 + (16 * (uint)(i / 2)) + (uint)(i % 2))), ActKind.Block, i)),
        ];

    private static Act ActOn(Indicator indicator, ActKind kind, int number) =>
        new()
        {
            Id = $"{kind}{number:00000000}",
            Kind = kind,
            Indicator = indicator,
            At = Now - TimeSpan.FromHours(1),
            Until = kind is ActKind.Allow ? null : Now + TimeSpan.FromDays(1),
            Who = "bench",
            Why = "bench",
        };

    private static ImmutableArray<ListEntry> Entries(int count, string description, uint width = 1, uint from = 0x3C000000) =>
        [.. Ranges(count, from, width).Select(range => new ListEntry(range) { Description = description })];

    private static byte[] Soft(int count) => Encoding.UTF8.GetBytes(string.Join('\n', Ranges(count, 0x50000000, 4)));

    private static ImmutableArray<Sighting> Sightings(int count) =>
        [
            .. Ranges(count, 0x5F000000, 1)
                .Select(
                    (range, i) =>
                        new Sighting
                        {
                            Key = new SightingKey(new FindingKey("111122223333", "eu-central-1", $"{i:00000000}"), new Indicator(range)),
                            FirstSeen = Now - TimeSpan.FromHours(1),
                            LastSeen = Now,
                            Supported = Now,
                            Severity = 5,
                            Count = 1,
                            Sources = ["bench"],
                            Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Inbound)],
                            Latest = new Report
                            {
                                UpdatedAt = Now,
                                Type = "Recon:EC2/PortProbeUnprotectedPort",
                                IsSample = false,
                            },
                        }
                ),
        ];

    private sealed record Case(string Settings, LedgerContent Ledger, ImmutableArray<ListEntry> Entries, byte[]? Soft)
    {
        public static Case Of(
            string settings = "{}",
            ImmutableArray<Act>? acts = null,
            ImmutableArray<ListEntry>? entries = null,
            byte[]? soft = null,
            ImmutableArray<Sighting>? sightings = null,
            ImmutableArray<Resolution>? resolutions = null
        ) =>
            new(
                settings,
                new LedgerContent
                {
                    Sightings = sightings ?? [],
                    Acts = acts ?? [],
                    OwnAddresses = [],
                    States = [],
                    Resolutions = resolutions ?? [],
                },
                entries ?? [],
                soft
            );

        public (double Plan, double Explain) Run()
        {
            (Plan Plan, PceView View, DecisionContext Context)? done = null;
            var plan = Seconds(() => done = PlanOf());
            var explain = Seconds(() =>
            {
                var decision = Core.Decisions.Decide.About(Asked, Ledger, done!.Value.Context);
                _ = new ThreatStates(done.Value.Plan, done.Value.View).Of(decision);
                _ = OtherEntry.Covering(Asked, done.Value.View, Owner, PceMode.Deny);
            });
            return (plan, explain);
        }

        private (Plan Plan, PceView View, DecisionContext Context) PlanOf()
        {
            ImmutableArray<SoftSource> soft = Soft is null
                ? []
                :
                [
                    SoftSource.Read(
                        new SoftFile
                        {
                            Name = "bench",
                            Path = "bench",
                            Format = SoftFormat.Plain,
                            Kind = SoftKind.FrontDoor,
                        },
                        Soft,
                        "bench"
                    ),
                ];
            var settings = ShieldSettings.From([SettingLayer.OfJson(SettingSource.File, "bench", Settings)], needsPce: false);
            var context = new DecisionContext
            {
                NeverBlock = NeverBlock.Of(
                    NeverBlockSources.From(Ledger, settings.NeverBlock, settings.GivenNames, soft, new PceAddresses([], null), Now)
                ),
                Policy = settings.Policy,
                Domains = DomainSupport.On,
                Now = Now,
            };
            var view = View();
            var plan = Plan.For(
                new PlanInput
                {
                    Decisions = Core.Decisions.Decide.All(Ledger, context),
                    NeverBlock = context.NeverBlock,
                    View = view,
                    Owner = Owner,
                    Mode = PceMode.Deny,
                    Limits = new AddLimits(6_000, 12_000),
                    MaxEntries = 6_000,
                    ForeignDraftWait = TimeSpan.FromMinutes(15),
                    Written = ImmutableHashSet<EntryChange>.Empty,
                    Now = Now,
                }
            );
            return (plan, view, context);
        }

        private PceView View()
        {
            ImmutableArray<PceList> lists = [List(Inbound, 11), List(Inbound with { Purpose = ListPurpose.Outbound }, 12)];
            return new PceView
            {
                Pce = "https://pce.example.com/orgs/1",
                Draft = lists,
                Active = lists,
                Rules =
                [
                    new BlockingRule(ListPurpose.Inbound, RuleCondition.InForce, "/r/1", null),
                    new BlockingRule(ListPurpose.Outbound, RuleCondition.InForce, "/r/2", null),
                ],
                EntriesOfOthers = 0,
                Addresses = new PceAddresses([], null),
            };
        }

        private PceList List(ListMark mark, int id) =>
            new()
            {
                Href = $"/orgs/1/sec_policy/draft/ip_lists/{id}",
                Name = $"bench {id}",
                Mark = mark,
                Description = null,
                Entries = [.. mark.Fixtures, .. Entries],
                Pending = PendingUpdate.None,
                UpdatedAt = Now,
                UpdatedBy = null,
            };
    }
}
