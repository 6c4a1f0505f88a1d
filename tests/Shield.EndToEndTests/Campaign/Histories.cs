using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Campaign;

/// <summary>Draws histories: one for each seed, always the same.</summary>
internal sealed class Histories(IReadOnlyDictionary<Kind, int> weights)
{
    private const int Shortest = 6;
    private const int Longest = 15;

    /// <summary>What disturbs a reconcile shows nothing where there is nothing to do.</summary>
    private static readonly HashSet<Kind> NeedsWork =
    [
        Kind.Kill,
        Kind.LostAnswer,
        Kind.PceFault,
        Kind.StaleRead,
        Kind.Meanwhile,
        Kind.PersonMeanwhile,
    ];

    private static readonly int[] Hours = [-30, -3, -1, 1, 3, 30];

    private static readonly (string? Method, string Path)[] Calls =
    [
        (null, "/orgs/**"),
        ("GET", "/orgs/**"),
        ("GET", "/orgs/*/sec_policy/draft/ip_lists"),
        ("GET", "/orgs/*/sec_policy/active/ip_lists"),
        ("GET", "/orgs/*/sec_policy/*/rule_sets"),
        ("GET", "/orgs/*/sec_policy/pending"),
        ("GET", "/orgs/*/sec_policy"),
        ("PUT", "/orgs/*/sec_policy/draft/ip_lists/*"),
        ("POST", "/orgs/*/sec_policy"),
    ];

    private readonly Kind[] _kinds = [.. weights.SelectMany(kind => Enumerable.Repeat(kind.Key, kind.Value))];

    public Happening[] Of(int seed)
    {
        var random = new Random(seed);
        var length = random.Next(Shortest, Longest + 1);

        // Mostly somebody is blocked already when the trouble begins.
        List<Happening> history = random.Next(3) is 0
            ? []
            : [Draw(random, Kind.Evidence), Draw(random, Kind.Act), Draw(random, Kind.Reconcile)];
        while (history.Count < length)
        {
            var kind = _kinds[random.Next(_kinds.Length)];
            if (NeedsWork.Contains(kind) && random.Next(3) > 0)
            {
                history.Add(Draw(random, random.Next(3) is 0 ? Kind.Evidence : Kind.Act));
            }

            history.Add(Draw(random, kind));
        }

        return [.. history];
    }

    private static Happening Draw(Random random, Kind kind)
    {
        var who = random.Next(2);
        var party = random.Next(Parties.Count);
        return kind switch
        {
            Kind.Evidence => Evidence(random),
            Kind.Act => Act(random),
            Kind.Reconcile => new Happening.Reconcile(who),
            Kind.Autonomy => new Happening.SetAutonomy(who, (Autonomy)random.Next(3)),
            Kind.Restart => new Happening.Restart(who),
            Kind.Install => new Happening.Install(who),
            Kind.Wait => new Happening.Wait(
                random.Next(6) switch
                {
                    0 => TimeSpan.FromHours(25),
                    1 => TimeSpan.FromHours(6),
                    2 => TimeSpan.FromMinutes(2),
                    _ => TimeSpan.FromMinutes(20),
                }
            ),
            Kind.ForeignEntry => Person(random, PersonDoes.AddsAnEntry, random.Next(2) is 0),
            Kind.RemovalByHand => Person(random, PersonDoes.RemovesAnEntryOfOurs, true),
            Kind.RemovalInDraft => Person(random, PersonDoes.RemovesAnEntryOfOurs, false),
            Kind.ProvisionByPerson => Person(random, PersonDoes.Provisions, true),
            Kind.Revert => Person(random, PersonDoes.RevertsTheDraft, false),
            Kind.DeleteLists => Person(random, PersonDoes.DeletesOurLists, random.Next(2) is 0),
            Kind.RestoreVersion => Person(random, PersonDoes.RestoresAnOlderVersion, true),
            Kind.RestoreInDraft => Person(random, PersonDoes.RestoresAnOlderVersion, false),
            Kind.SwitchRules => Person(random, PersonDoes.SwitchesTheRules, true),
            Kind.EditText => Person(random, PersonDoes.EditsTheText, random.Next(2) is 0),
            Kind.Kill => new Happening.Reconcile(
                who,
                new Interruption(random.Next(1, 21), random.Next(2) is 0 ? Does.DieBefore : Does.DieAfter)
            ),
            Kind.LostAnswer => new Happening.Reconcile(
                who,
                new Interruption(
                    random.Next(1, 8),
                    random.Next(2) is 0 ? Does.LoseBefore : Does.LoseAfter,
                    random.Next(2) is 0 ? Person(random, PersonDoes.AddsAnEntry, random.Next(2) is 0) : null
                )
            ),
            Kind.PceFault => new Happening.Reconcile(who, Fault: Fault(random)),
            Kind.StaleRead => new Happening.Reconcile(
                who,
                Fault: new FaultRule
                {
                    By = World.Shield,
                    Method = "GET",
                    Path = Calls[random.Next(1, 7)].Path,
                    From = random.Next(1, 7),
                    Count = random.Next(1, 4),
                    Effect = new Fault.StaleRead(random.Next(1, 4)),
                }
            ),
            Kind.Meanwhile => new Happening.Reconcile(
                who,
                new Interruption(
                    random.Next(1, 21),
                    Does.Meanwhile,
                    random.Next(4) switch
                    {
                        0 => Evidence(random) with { Who = 1 - who },
                        1 => Act(random) with { Who = 1 - who },
                        _ => new Happening.Reconcile(1 - who),
                    }
                )
            ),
            Kind.PersonMeanwhile => new Happening.Reconcile(
                who,
                new Interruption(
                    random.Next(1, 21),
                    Does.Meanwhile,
                    Person(
                        random,
                        random.Next(3) switch
                        {
                            0 => PersonDoes.RemovesAnEntryOfOurs,
                            1 => PersonDoes.EditsTheText,
                            _ => PersonDoes.AddsAnEntry,
                        },
                        random.Next(2) is 0
                    )
                )
            ),
            Kind.ShieldClock => new Happening.SetClock(who, TimeSpan.FromHours(Hours[random.Next(Hours.Length)])),
            Kind.PceClock => new Happening.SetClock(2, TimeSpan.FromHours(Hours[random.Next(Hours.Length)])),
            Kind.PutBackLedger => random.Next(2) is 0 ? new Happening.CopyLedger() : new Happening.PutBackLedger(),
            Kind.LoseLedger => new Happening.LoseLedger(),
            Kind.RebuildPce => new Happening.RebuildPce(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

        Happening.Evidence Evidence(Random dice) =>
            new(dice.Next(2), party is var one && Parties.IsRange(one) ? 0 : one, dice.Next(3) is 0);

        Happening.Operator Act(Random dice) =>
            dice.Next(8) switch
            {
                0 => new Happening.Operator(who, ActKind.Allow, Parties.IsRange(party) ? 0 : party),
                1 => new Happening.Operator(who, ActKind.Disallow, Parties.IsRange(party) ? 0 : party),
                2 or 3 => new Happening.Operator(who, ActKind.Block, dice.Next(3) is 0 ? Parties.Count - 1 : party),
                4 => new Happening.Operator(who, ActKind.Approve, party),
                5 => new Happening.Operator(who, ActKind.Reject, party),
                _ => new Happening.Operator(who, ActKind.Unblock, party),
            };
    }

    private static Happening.Person Person(Random random, PersonDoes does, bool provisions) =>
        new(does, random.Next(3) is 0 ? ListPurpose.Outbound : ListPurpose.Inbound, random.Next(4), provisions);

    private static FaultRule Fault(Random random)
    {
        var (method, path) = Calls[random.Next(Calls.Length)];
        return new FaultRule
        {
            By = World.Shield,
            Method = method,
            Path = path,
            From = random.Next(1, method is "GET" or null ? 9 : 3),
            Count = random.Next(1, 7),
            Effect = random.Next(10) switch
            {
                0 or 1 => new Fault.TooManyRequests(random.Next(3) is 0 ? null : random.Next(1, 4)),
                2 or 3 => new Fault.ServerError(
                    random.Next(4) switch
                    {
                        0 => 500,
                        1 => 502,
                        2 => 503,
                        _ => 504,
                    }
                ),
                4 or 5 or 6 => new Fault.Reset((Moment)random.Next(3)),
                7 => new Fault.DatabaseLock(),
                8 => new Fault.Truncated(random.Next(3), (CountHeaders)random.Next(3)),

                // Shorter than any time-out: a wait that is broken off goes on in another thread, where time does not wait for it.
                _ => new Fault.Latency(TimeSpan.FromSeconds(random.Next(1, 10)), random.Next(2) is 0 ? Moment.Before : Moment.After),
            },
        };
    }
}
