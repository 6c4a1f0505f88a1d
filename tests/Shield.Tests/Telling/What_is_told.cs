using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Core.Telling;

namespace Shield.Tests.Telling;

/// <summary>News is what holds now and was not told yet.</summary>
public sealed class What_is_told
{
    private readonly History _history = new();

    private static Told Fresh => Told.Nothing(HistoryTail.Empty, History.Start);

    [Fact]
    public void Of_a_reconcile_is_what_began_and_ended_by_its_outcome()
    {
        _history.Reconcile(["+45.95.11.7", "+45.95.11.8", "-45.95.11.9"], idle: ["+45.95.11.8"]);

        var (news, told) = Fresh.Tell(Standing(), Interest.All, isQuiet: false);

        Assert.Equal(["blocked 45.95.11.7 inbound", "ended 45.95.11.9 inbound"], Words(news));
        Assert.Empty(told.Tell(Standing(), Interest.All, isQuiet: false).News);
    }

    /// <summary>Nobody knows whether a PCE acts on names, nor what an outcome leaves open that does not say (law 16).</summary>
    [Fact]
    public void Never_calls_blocked_what_is_not_known_to_be()
    {
        _history.Reconcile(["+evil.example.org"], idle: []);
        _history.Reconcile(["+45.95.11.7"], idle: null);

        Assert.Empty(Fresh.Tell(Standing(), Interest.All, isQuiet: false).News);
    }

    [Fact]
    public void Of_an_intent_without_an_outcome_is_told_once_it_has_one()
    {
        _history.Reconcile(["+45.95.11.6"], idle: []);
        var intent = _history.Reconcile(["+45.95.11.7"], idle: [], ends: false);
        var (news, told) = Fresh.Tell(Standing(), Interest.All, isQuiet: false);
        Assert.Equal(["blocked 45.95.11.6 inbound"], Words(news));

        _history.Finish(intent, idle: []);
        (news, told) = told.Tell(Standing(), Interest.All, isQuiet: false);
        Assert.Equal(["blocked 45.95.11.7 inbound"], Words(news));

        _history.Reconcile(["+45.95.11.8"], idle: [], ends: false);
        _history.Refuse("45.95.11.8");
        Assert.Equal(["refused 45.95.11.8 inbound"], Words(told.Tell(Standing(), Interest.All, isQuiet: false).News));
    }

    /// <summary>Whoever gives a channel a name today wants no history, but what waits and what is wrong.</summary>
    [Fact]
    public void Of_a_new_channel_begins_with_what_waits_and_what_is_wrong()
    {
        _history.Reconcile(["+45.95.11.7"], idle: []);
        var before = _history.Tail;
        _history.Reconcile(["+45.95.11.8"], idle: []);

        var (news, _) = Told.Nothing(before, _history.Now).Tell(Standing(["45.95.11.9"], [Wrong("disk")]), Interest.All, isQuiet: false);

        Assert.Equal(["blocked 45.95.11.8 inbound", "held 45.95.11.9", "unhealthy disk"], Words(news));
    }

    [Fact]
    public void Of_a_hold_is_told_again_where_it_was_gone_meanwhile()
    {
        var (news, told) = Fresh.Tell(Standing(["45.95.11.7"]), Interest.All, isQuiet: false);
        Assert.Equal(["held 45.95.11.7"], Words(news));
        (news, told) = told.Tell(Standing(["45.95.11.7", "45.95.11.8"]), Interest.All, isQuiet: false);
        Assert.Equal(["held 45.95.11.8"], Words(news));
        (news, told) = told.Tell(Standing([]), Interest.All, isQuiet: false);
        Assert.Empty(news);
        Assert.Equal(["held 45.95.11.7"], Words(told.Tell(Standing(["45.95.11.7"]), Interest.All, isQuiet: false).News));
    }

    [Fact]
    public void Of_a_hold_that_grows_is_told_once_it_is_severe_enough()
    {
        var interest = new Interest { MinimumSeverity = 7 };
        var (news, told) = Fresh.Tell(Standing([Hold("45.95.11.7", 4)]), interest, isQuiet: false);
        Assert.Empty(news);
        Assert.Single(told.Tell(Standing([Hold("45.95.11.7", 8)]), interest, isQuiet: false).News);
    }

    [Fact]
    public void Passes_by_who_asked_for_other_accounts_or_kinds()
    {
        var hold = Hold("45.95.11.7", 8) with { Accounts = ["111122223333"] };
        Assert.Empty(Fresh.Tell(Standing([hold]), new Interest { Accounts = ["444455556666"] }, isQuiet: false).News);
        Assert.Empty(Fresh.Tell(Standing([hold]), new Interest { Kinds = [NewsKind.Blocked] }, isQuiet: false).News);
        Assert.Single(Fresh.Tell(Standing([hold]), new Interest { Accounts = ["111122223333"] }, isQuiet: false).News);
        Assert.Single(
            Fresh.Tell(Standing([hold with { Accounts = [] }]), new Interest { Accounts = ["444455556666"] }, isQuiet: false).News
        );
    }

    [Fact]
    public void Of_a_problem_is_told_when_it_comes_and_when_it_is_over()
    {
        var (news, told) = Fresh.Tell(Standing([], [Wrong("disk")]), Interest.All, isQuiet: false);
        Assert.Equal(["unhealthy disk"], Words(news));
        (news, told) = told.Tell(Standing([], [Wrong("disk")]), Interest.All, isQuiet: false);
        Assert.Empty(news);
        (news, told) = told.Tell(Standing(), Interest.All, isQuiet: false);
        Assert.Equal(["recovered over, seen first at 2026-03-10 12:00Z: disk"], Words(news));
        Assert.Empty(told.Problems);
    }

    /// <summary>A PCE that fails one call in twenty wakes nobody; one that is gone does.</summary>
    [Fact]
    public void Of_a_PCE_that_cannot_be_read_is_told_once_that_lasts()
    {
        var gone = new PceException(PceFault.Unreachable, "no answer");
        var (news, told) = Fresh.Tell(Failing(gone, minutes: 0), Interest.All, isQuiet: false);
        Assert.Empty(news);
        (news, _) = told.Tell(Standing(), Interest.All, isQuiet: false);
        Assert.Empty(news);
        (news, told) = told.Tell(Failing(gone, minutes: 10), Interest.All, isQuiet: false);
        Assert.Equal(["unhealthy the PCE cannot be read or written, so what is decided waits: no answer"], Words(news));
        Assert.StartsWith(
            "recovered",
            Assert.Single(Words(told.Tell(Standing(), Interest.All, isQuiet: false).News)),
            StringComparison.Ordinal
        );

        var refused = new PceException(PceFault.Credentials, "401");
        Assert.Single(Fresh.Tell(Failing(refused, minutes: 0), Interest.All, isQuiet: false).News);
    }

    /// <summary>Where the PCE could not be read, nobody knows who waits or what is over.</summary>
    [Fact]
    public void Of_a_failure_takes_nothing_for_over()
    {
        var (_, told) = Fresh.Tell(
            Standing(["45.95.11.7"], [Wrong("disk"), Problem.InHost("queue", "gone")]),
            Interest.All,
            isQuiet: false
        );
        var (news, then) = told.Tell(Failing(new LedgerException("locked"), minutes: 1), Interest.All, isQuiet: false);
        Assert.Empty(news);
        Assert.Equal((told.Held.Length, 3), (then.Held.Length, then.Problems.Length));

        // A command knows nothing of a service's sources.
        (news, _) = then.Tell(Standing(["45.95.11.7"], [Wrong("disk")]), Interest.All, isQuiet: false);
        Assert.Empty(news);
        (news, _) = then.Tell(Standing(["45.95.11.7"], [Wrong("disk")]) with { KnowsHost = true }, Interest.All, isQuiet: false);
        Assert.Equal(["recovered over, seen first at 2026-03-10 12:00Z: gone"], Words(news));
    }

    [Fact]
    public void Waits_for_the_end_of_quiet_hours_unless_it_is_held_or_unhealthy()
    {
        _history.Reconcile(["+45.95.11.7"], idle: []);
        var standing = Standing(["45.95.11.8"], [Wrong("disk"), new Problem(NewsKind.KeptBack, "kept-back:over-limit", "three wait")]) with
        {
            Loop = new StandingOfLoop([Hold("45.95.11.8", 5)], [], Pause("a freeze")),
        };

        var (news, told) = Fresh.Tell(standing, Interest.All, isQuiet: true);
        Assert.Equal(["held 45.95.11.8", "unhealthy disk"], Words(news));
        (news, told) = told.Tell(standing, Interest.All, isQuiet: false);
        Assert.Equal(["blocked 45.95.11.7 inbound", "paused a freeze", "kept-back three wait"], Words(news));

        // What is over by night is told in the morning.
        (news, told) = told.Tell(Standing(["45.95.11.8"]), Interest.All, isQuiet: true);
        Assert.Empty(news);
        (news, _) = told.Tell(Standing(["45.95.11.8"]), Interest.All, isQuiet: false);
        Assert.Equal(3, news.Count(one => one.Kind is NewsKind.Recovered));
    }

    /// <summary>However reconciles fall between two tellings, each change is told once, and each hold once while it lasts.</summary>
    [Fact]
    public void Is_the_same_however_often_it_is_told() =>
        Gen.Select(
                Gen.Select(
                    Gen.Int[0, 7].Array[0, 3],
                    Gen.Int[0, 7].Array[0, 3],
                    Gen.Int[0, 5].Array[0, 4],
                    Gen.Int[0, 3],
                    (adds, ends, held, fate) => (adds, ends, held, fate)
                ).Array[1, 8],
                Gen.Bool.Array[8],
                Gen.Bool.Array[8]
            )
            .Sample(
                (rounds, tells, crashes) =>
                {
                    var history = new History();
                    var (told, all) = (Fresh, new List<News>());
                    var expected = new List<string>();
                    var heldSince = new HashSet<string>();
                    var seenHeld = new HashSet<string>();
                    for (var i = 0; i < rounds.Length; i++)
                    {
                        var (adds, ends, held, fate) = rounds[i];
                        string[] changes =
                        [
                            .. adds.Distinct().Select(one => $"+45.95.11.{one}"),
                            .. ends.Except(adds).Distinct().Select(one => $"-45.95.11.{one}"),
                        ];
                        string[] idle = fate is 1 ? changes[..(changes.Length / 2)] : [];
                        var record = history.Reconcile(changes, idle, ends: fate is not 2);
                        if (fate is 2)
                        {
                            // It broke off, somebody tells, and the next reconcile finds out what took effect.
                            (_, told) = TellAll(told);
                            history.Finish(record, idle);
                        }

                        expected.AddRange(
                            changes.Except(idle).Select(change => (change[0] is '+' ? "blocked " : "ended ") + change[1..] + " inbound")
                        );
                        var names = held.Distinct().Select(one => $"198.51.100.{one}").ToArray();
                        if (tells[i] || i == rounds.Length - 1)
                        {
                            var (news, then) = TellAll(told, names);

                            // A crash between sending and noting tells the same again, under the same ids.
                            Assert.Equal(
                                news.Select(one => one.Id),
                                told.Tell(After(history, names), Interest.All, isQuiet: false).News.Select(one => one.Id)
                            );
                            told = then;
                            Assert.Empty(told.Tell(After(history, names), Interest.All, isQuiet: false).News);
                            Assert.Equal(
                                names.Except(heldSince).Order(),
                                news.Where(one => one.Kind is NewsKind.Held).Select(one => one.Indicator).Order()
                            );
                            heldSince = [.. names];
                        }

                        (ImmutableArray<News> News, Told Then) TellAll(Told from, string[]? standing = null)
                        {
                            var answer = from.Tell(
                                standing is null ? new Standing { Now = history.Now, History = history.Tail } : After(history, standing),
                                Interest.All,
                                isQuiet: false
                            );
                            all.AddRange(answer.News);
                            return answer;
                        }
                    }

                    Assert.Equal(expected, Words(all.Where(one => one.Kind is not NewsKind.Held)));
                    Assert.Equal(
                        all.Count,
                        all.Select(one => (one.Id, one.Kind is NewsKind.Held ? Guid.NewGuid() : default)).Distinct().Count()
                    );
                }
            );

    [Fact]
    public void Is_kept_as_text_and_read_again()
    {
        _history.Reconcile(["+45.95.11.7"], idle: []);
        var standing = Standing(["45.95.11.8"], [Wrong("disk")]) with
        {
            Loop = new StandingOfLoop([Hold("45.95.11.8", 5)], [], Pause("a freeze")),
        };
        var state = new ChannelState
        {
            Told = Fresh.Tell(standing, Interest.All, isQuiet: false).Then,
            DeliveredAt = History.Start,
            Fault = new ChannelFault(History.Start, "503", History.Start.AddMinutes(1)),
            Claim = new TellingClaim("process 7", History.Start),
        };

        var read = ChannelState.Read(new Note("ops", state.ToJson()));

        Assert.Equal(state, read);
        Assert.Empty(read.Told!.Tell(standing, Interest.All, isQuiet: false).News);
        Assert.Equal(new ChannelState(), ChannelState.Read(new Note("ops", "of a later version")));
    }

    private Standing Standing(ImmutableArray<string> held = default, ImmutableArray<Problem> problems = default) =>
        After(_history, held.IsDefault ? [] : held, problems);

    private Standing Standing(ImmutableArray<News> held) => After(_history, []) with { Loop = new StandingOfLoop(held, [], null) };

    private static Standing After(History history, IEnumerable<string> held, ImmutableArray<Problem> problems = default) =>
        new()
        {
            Now = history.Now,
            History = history.Tail,
            Loop = new StandingOfLoop([.. held.Select(party => Hold(party, 5))], [], null),
            Problems = problems.IsDefault ? [] : problems,
        };

    private static Standing Failing(Exception fault, int minutes) =>
        Core.Telling.Standing.AfterFault(fault, host: null, History.Start.AddMinutes(minutes));

    private static News Hold(string party, double severity) =>
        new()
        {
            Id = $"held {party}",
            Kind = NewsKind.Held,
            At = History.Start,
            Text = "",
            Indicator = party,
            Severity = severity,
        };

    private static News Pause(string why) =>
        new()
        {
            Id = why,
            Kind = NewsKind.Paused,
            At = History.Start,
            Text = why,
        };

    private static Problem Wrong(string what) => new(NewsKind.Unhealthy, what, what);

    private static IEnumerable<string> Words(IEnumerable<News> news) =>
        news.Select(one =>
            one.Indicator is null ? $"{one.Kind.ToWord()} {one.Text}"
            : one.Direction is null ? $"{one.Kind.ToWord()} {one.Indicator}"
            : $"{one.Kind.ToWord()} {one.Indicator} {one.Direction}"
        );
}
