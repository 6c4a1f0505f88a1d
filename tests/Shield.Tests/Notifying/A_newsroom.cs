using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Core.Telling;
using Shield.Hosting.Settings;
using Shield.Notifying;
using Shield.Sqlite;
using Shield.Tests.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Notifying;

/// <summary>Who tells, when, and what becomes of what does not come through. The ledger is a real one, the clock is not.</summary>
public sealed class A_newsroom : IAsyncLifetime
{
    private readonly LedgerFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Now) { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly List<(string Channel, string Title)> _told = [];
    private readonly List<string> _notes = [];
    private Func<Message, Delivery> _answer = _ => new Delivered("ok");
    private SqliteLedger _ledger = null!;
    private HistoryRecord? _last;
    private long _fence;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Letters => _folder.File("letters.jsonl");

    public async ValueTask InitializeAsync()
    {
        _ledger = await SqliteLedger.OpenAsync(_folder.File(), Token);
        var seen = await _ledger.ReadLeaseAsync(Token);
        var me = new LeaseHolder("host", "boot", 1, Now);
        _fence = (await _ledger.TryTakeLeaseAsync(seen, me, Now.AddDays(9), Token))!.Fence;
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Tells_once_also_where_it_is_opened_anew()
    {
        await ReconcileAsync("+45.95.11.7");
        Assert.Equal(["1 held, 1 blocked"], await TellAsync(["45.95.20.1"]));
        Assert.Empty(await TellAsync(["45.95.20.1"]));
        await ReconcileAsync("-45.95.11.7");
        Assert.Equal(["1 ended"], await TellAsync(["45.95.20.1"]));
    }

    [Fact]
    public async Task Writes_nothing_where_nothing_changed()
    {
        await ReconcileAsync("+45.95.11.7");
        await TellAsync([]);
        var noted = await _ledger.ReadNotesAsync(NoteKind.Told, Token);
        await TellAsync([]);
        Assert.Equal(noted, await _ledger.ReadNotesAsync(NoteKind.Told, Token));
    }

    /// <summary>A crash between sending and noting: the claim runs out, and it is told once more, as the same message.</summary>
    [Fact]
    public async Task Tells_again_what_was_sent_before_a_crash_and_only_that()
    {
        await ReconcileAsync("+45.95.11.7");
        var ids = new List<string>();
        using var power = new CancellationTokenSource();
        _answer = message =>
        {
            ids.Add(message.Id);
            power.Cancel();
            throw new OperationCanceledException(power.Token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Newsroom().TellAsync(Report([]), host: null, power.Token));

        Assert.Empty(await TellAsync([]));
        _clock.Advance(TimeSpan.FromMinutes(2));
        _answer = message =>
        {
            ids.Add(message.Id);
            return new Delivered("ok");
        };
        Assert.Equal(["1 blocked"], await TellAsync([]));
        Assert.Empty(await TellAsync([]));
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Tells_once_where_two_instances_do_at_once()
    {
        await using var other = await SqliteLedger.OpenAsync(_folder.File(), Token);
        await ReconcileAsync("+45.95.11.7");
        var report = Report([]);

        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => Newsroom(number % 2 is 0 ? _ledger : other).TellAsync(report, host: null, Token))
        );

        Assert.Equal("1 blocked", Assert.Single(_told).Title);
    }

    /// <summary>A channel may be slow, and the schedule comes by meanwhile.</summary>
    [Fact]
    public async Task Leaves_to_another_what_that_one_is_just_telling()
    {
        await ReconcileAsync("+45.95.11.7");
        _answer = _ =>
        {
            _answer = _ => new Delivered("ok");
            Newsroom().TellAsync(Report([]), host: null, Token).GetAwaiter().GetResult();
            return new Delivered("ok");
        };
        Assert.Equal(["1 blocked"], await TellAsync([]));
        Assert.Empty(await TellAsync([]));
    }

    [Fact]
    public async Task Gathers_what_comes_within_a_digest_into_one_message()
    {
        await ReconcileAsync("+45.95.11.1");
        Assert.Equal(["1 blocked"], await TellAsync([], "Notify:ops:Digest=1h"));
        for (var number = 2; number < 12; number++)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            await ReconcileAsync($"+45.95.11.{number}");
            Assert.Empty(await TellAsync([], "Notify:ops:Digest=1h"));
        }

        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(["10 blocked"], await TellAsync([], "Notify:ops:Digest=1h"));
    }

    [Fact]
    public async Task Lets_what_can_wait_wait_until_the_morning()
    {
        const string Quiet = "Notify:ops:QuietHours=22:00-07:00";
        _clock.SetUtcNow(new DateTimeOffset(2026, 3, 11, 1, 0, 0, TimeSpan.Zero));
        await ReconcileAsync("+45.95.11.7");
        Assert.Equal(["1 held"], await TellAsync(["45.95.20.1"], Quiet));
        Assert.Empty(await TellAsync(["45.95.20.1"], Quiet));
        _clock.SetUtcNow(new DateTimeOffset(2026, 3, 11, 7, 0, 0, TimeSpan.Zero));
        Assert.Equal(["1 blocked"], await TellAsync(["45.95.20.1"], Quiet));
    }

    /// <summary>By the clock of that place, which is put forward on the 29th of March.</summary>
    [Theory]
    [InlineData("2026-03-10T21:30:00Z", true)]
    [InlineData("2026-03-10T20:30:00Z", false)]
    [InlineData("2026-03-10T05:59:00Z", true)]
    [InlineData("2026-03-30T05:30:00Z", false)]
    public void Knows_the_hours_of_a_place(string at, bool isQuiet)
    {
        var hours = QuietHours.TryParse("22:00-07:00 Europe/Berlin")!;
        Assert.Equal(isQuiet, hours.Contain(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Leaves_a_channel_that_is_down_in_peace_longer_each_time_and_tells_what_is_news_when_it_is_back()
    {
        _answer = _ => new Failed("503") { IsPassing = false };
        await ReconcileAsync("+45.95.11.1");
        var attempts = 0;
        for (var minute = 0; minute < 12 * 60; minute++)
        {
            attempts += (await TellAsync([])).Length;
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        // 1, 2, 4 … 32 minutes, then each hour.
        Assert.InRange(attempts, 16, 19);
        Assert.False(File.Exists(Letters));
        var state = await StateAsync();
        Assert.Equal((Now, "503"), (state.Fault!.Since, state.Fault.Why));

        await ReconcileAsync("+45.95.11.2");
        _answer = _ => new Delivered("ok");
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["2 blocked"], await TellAsync([]));
        Assert.Null((await StateAsync()).Fault);
    }

    [Fact]
    public async Task Puts_aside_what_a_channel_did_not_take_for_a_day_and_goes_on()
    {
        _answer = _ => new Failed("no answer") { IsPassing = false };
        await ReconcileAsync("+45.95.11.1");
        for (var hour = 0; hour < 30; hour++)
        {
            await TellAsync([]);
            _clock.Advance(TimeSpan.FromMinutes(61));
        }

        await ReconcileAsync("+45.95.11.2");
        _answer = _ => new Delivered("ok");
        Assert.Equal(["1 blocked"], await TellAsync([]));

        var letters = new List<string>();
        var result = await new DeadLetterFile(Letters).RetryAsync(
            letter =>
            {
                letters.Add(letter.Message.News.Single().Indicator!);
                return Task.FromResult<string?>(null);
            },
            Token
        );
        Assert.Equal(((1, 0, 0), "45.95.11.1"), (result, Assert.Single(letters)));
    }

    /// <summary>The other side says for how long.</summary>
    [Fact]
    public async Task Obeys_a_wish_to_be_left_in_peace()
    {
        _answer = _ => new Failed("429") { RetryAfter = TimeSpan.FromHours(3) };
        await ReconcileAsync("+45.95.11.1");
        Assert.Single(await TellAsync([]));
        _clock.Advance(TimeSpan.FromMinutes(179));
        Assert.Empty(await TellAsync([]));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(await TellAsync([]));
    }

    /// <summary>A year, by mistake or on purpose: then nobody would ever hear of what waits.</summary>
    [Fact]
    public async Task Obeys_no_wish_to_be_left_in_peace_for_good()
    {
        _answer = _ => new Failed("429") { RetryAfter = TimeSpan.FromDays(365), IsPassing = false };
        await ReconcileAsync("+45.95.11.1");
        Assert.Single(await TellAsync([]));
        _clock.Advance(TimeSpan.FromHours(25));
        Assert.Single(await TellAsync([]));
    }

    /// <summary>A clock that ran a day ahead and was set right: dates of tomorrow keep nothing back until tomorrow.</summary>
    [Fact]
    public async Task Tells_again_where_the_clock_was_set_back_by_a_day()
    {
        await ReconcileAsync("+45.95.11.1");
        Assert.Single(await TellAsync([], "Notify:ops:Digest=1h"));
        SetBack();
        await ReconcileAsync("+45.95.11.2");
        Assert.Equal(["1 blocked"], await TellAsync([], "Notify:ops:Digest=1h"));

        // A channel that failed, and a telling that was killed.
        _answer = _ => new Failed("503") { IsPassing = false };
        await ReconcileAsync("+45.95.11.3");
        Assert.Single(await TellAsync([]));
        SetBack();
        Assert.Single(await TellAsync([]));
        using var power = new CancellationTokenSource();
        _answer = _ =>
        {
            power.Cancel();
            throw new OperationCanceledException(power.Token);
        };
        SetBack();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Newsroom().TellAsync(Report([]), host: null, power.Token));
        _answer = _ => new Delivered("ok");
        SetBack();
        Assert.Equal(["1 blocked"], await TellAsync([]));

        void SetBack() => _clock.AdjustTime(_clock.GetUtcNow().AddDays(-1));
    }

    [Fact]
    public async Task Tells_the_others_where_one_channel_throws()
    {
        await ReconcileAsync("+45.95.11.1");
        _answer = message => message.Channel is "ops" ? throw new InvalidOperationException("a bug\u001b[2J") : new Delivered("ok");
        await TellAsync([], "Notify:siem:Kind=slack", "Notify:siem:Url=https://hooks.example/x");
        Assert.Equal(["ops", "siem"], _told.Select(told => told.Channel).Order());
        Assert.StartsWith("InvalidOperationException: a bug", (await StateAsync()).Fault!.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(_notes, note => note.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tells_of_a_PCE_that_is_gone_once_that_lasts_and_fails_as_the_reconcile_did()
    {
        var gone = new PceException(PceFault.Unreachable, "no answer");
        Assert.Same(gone, await Assert.ThrowsAsync<PceException>(() => Newsroom().FollowAsync(_ => throw gone, host: null, Token)));
        Assert.Empty(_told);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await Newsroom().TellAsync(gone, host: null, Token);
        Assert.Equal("1 unhealthy", Assert.Single(_told).Title);
        Assert.Equal(["1 recovered"], await TellAsync([]));
    }

    [Fact]
    public async Task Tells_what_a_service_finds_wrong_with_itself()
    {
        await Newsroom().TellAsync(Report([]), [Problem.InHost("queue", "the queue is gone")], Token);
        Assert.Equal("1 unhealthy", Assert.Single(_told).Title);
        Assert.Empty(await TellAsync([]));
        _told.Clear();
        await Newsroom().TellAsync(new ReconcileReport { Outcome = ReconcileOutcome.NotYet }, [], Token);
        Assert.Equal("1 recovered", Assert.Single(_told).Title);
    }

    [Fact]
    public async Task Throws_for_no_ledger_that_is_damaged()
    {
        await using (var hand = new SqliteConnection($"Data Source={_folder.File()};Pooling=False"))
        {
            await hand.OpenAsync(Token);
            await using var damage = hand.CreateCommand();
            damage.CommandText = "ALTER TABLE told RENAME COLUMN content TO something";
            await damage.ExecuteNonQueryAsync(Token);
        }

        await Newsroom().TellAsync(Report([]), host: null, Token);
        Assert.Empty(_told);
        Assert.StartsWith("nobody was told: ", Assert.Single(_notes), StringComparison.Ordinal);
    }

    private async Task<ChannelState> StateAsync() =>
        ChannelState.Read((await _ledger.ReadNotesAsync(NoteKind.Told, Token)).Single(note => note.Name is "ops"));

    /// <returns>The titles of the messages that were tried.</returns>
    private async Task<string[]> TellAsync(string[] held, params string[] settings)
    {
        _told.Clear();
        await Newsroom(settings: settings).TellAsync(Report(held), host: null, Token);
        return [.. _told.Select(told => told.Title)];
    }

    /// <summary>A new one each time, as after a restart.</summary>
    private Newsroom Newsroom(ILedger? ledger = null, params string[] settings) =>
        new(
            ShieldSettings
                .From(
                    [SettingLayer.OfAssignments(["Notify:ops:Kind=slack", "Notify:ops:Url=https://hooks.example/x", .. settings])],
                    needsPce: false
                )
                .Channels,
            _ => new Channel(message =>
            {
                lock (_told)
                {
                    _told.Add((message.Channel, message.Title));
                }

                return _answer(message);
            }),
            ledger ?? _ledger,
            "prod",
            "process 1 on host",
            new DeadLetterFile(Letters),
            _clock,
            () => 1,
            _notes.Add
        );

    /// <summary>A reconcile of before the telling: an intent with one change, and its outcome.</summary>
    private async Task ReconcileAsync(string change)
    {
        var history = new Telling.History(_last, _clock.GetUtcNow());
        history.Reconcile([change], idle: []);
        foreach (var record in history.Tail.Records)
        {
            await _ledger.AppendHistoryAsync(_fence, record, baseline: null, Token);
            _last = record;
        }
    }

    private static ReconcileReport Report(string[] held)
    {
        var known = Known(held.Select((party, at) => Seen(party, type: "Canary:EC2/Unheard", id: $"f000000{at}aaaa")));
        return new ReconcileReport { Outcome = ReconcileOutcome.Nothing, Situation = SituationOf(known, Empty) };
    }

    private sealed class Channel(Func<Message, Delivery> answer) : IChannel
    {
        public Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken) => Task.FromResult(answer(message));
    }
}
