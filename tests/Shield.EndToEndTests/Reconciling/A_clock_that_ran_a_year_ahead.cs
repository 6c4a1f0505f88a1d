using System.Net;
using Microsoft.Extensions.Time.Testing;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>
/// Recorded while it was ahead, read after it was put right: nothing counts as of a date that is to come, and it is said.
/// </summary>
public sealed class A_clock_that_ran_a_year_ahead : LoopTest
{
    private readonly FakeTimeProvider _ahead = new(DateTimeOffset.UtcNow.AddDays(365));

    [Fact]
    public async Task Uses_up_nothing_of_what_may_be_added_in_a_day()
    {
        Loop = Loop with { AddPerDay = 2 };
        await Install();
        await Do(ActKind.Block, Attacker, TimeSpan.FromDays(800));
        Assert.Equal((ReconcileOutcome.Applied, 2), await RunBy(_ahead));

        await Record(Seen(Other));
        Assert.Equal((ReconcileOutcome.Applied, 1), await RunBy(Clock));
        Assert.Equal([Attacker, Other], await Active());

        // What was added by the clock that is right now counts.
        await Record(Seen("45.95.11.9", id: "f0000002aaaa"), Seen("45.95.11.10", id: "f0000003aaaa"));
        Assert.Equal((ReconcileOutcome.KeptBack, 1), await RunBy(Clock));
    }

    [Fact]
    public async Task Uses_up_no_tokens_of_the_version_bucket()
    {
        Loop = Loop with { VersionsPerHour = 1 };
        await Install();
        for (var version = 1; version <= VersionBucket.Burst; version++)
        {
            await Do(ActKind.Block, $"45.95.12.{version}", TimeSpan.FromDays(800));
            Assert.Equal((ReconcileOutcome.Applied, 2), await RunBy(_ahead));
        }

        await Record(Seen(Attacker));
        Assert.Equal((ReconcileOutcome.Applied, 1), await RunBy(Clock));
        Assert.Equal((VersionBucket.Burst - 1) * TimeSpan.TicksPerHour, VersionBucket.Of(await History(), 1, Clock.GetUtcNow()).Left);
    }

    [Fact]
    public async Task Makes_no_refusal_of_the_PCE_last_for_a_year()
    {
        await Install();
        await Do(ActKind.Block, Attacker, TimeSpan.FromDays(800));
        await Do(ActKind.Block, Other, TimeSpan.FromDays(800));
        Wire.Instead = (request, body) =>
            request.Method == HttpMethod.Put && body.Contains(Other, StringComparison.Ordinal)
                ? new HttpResponseMessage(HttpStatusCode.NotAcceptable)
                {
                    Content = new StringContent("""[{"token":"input_validation_error","message":"no"}]"""),
                }
                : null;
        Assert.Equal((ReconcileOutcome.KeptBack, 2), await RunBy(_ahead));
        Wire.Instead = null;
        Assert.Equal((ReconcileOutcome.Applied, 2), await RunBy(Clock));
        Assert.Equal([Attacker, Other], await Active());
    }

    [Fact]
    public async Task Is_told_with_every_outcome_and_what_it_dated_counts_as_of_when_that_was_noticed()
    {
        await Install();
        await Record(Seen(Attacker));
        await Do(ActKind.Block, Other, TimeSpan.FromDays(7));
        var ledger = await LedgerAsync();
        var unblock = new Act
        {
            Id = "",
            Kind = ActKind.Unblock,
            Indicator = Indicator.Parse(Attacker),
            At = _ahead.GetUtcNow(),
            Until = _ahead.GetUtcNow() + TimeSpan.FromHours(2),
            Who = "ana@soc",
            Why = "a partner",
        }.After(await ledger.ReadAsync(Cancellation));
        await ledger.AppendAsync([unblock], Cancellation);
        var first = await Reconcile();
        Assert.Equal([Other], await Active());
        Assert.Equal((Clock.GetUtcNow(), unblock.At, 1), (first.DatedAhead!.Since, first.DatedAhead.Until, first.DatedAhead.Count));
        Assert.Contains("a clock was or is wrong", first.DatedAhead.Warning, StringComparison.Ordinal);

        // It was meant for two hours, and these begin when it was first seen, not with every look.
        var noticed = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromHours(1.5));
        Assert.Equal(noticed, (await Reconcile()).DatedAhead!.Since);
        Assert.Equal([Other], await Active());
        Clock.Advance(TimeSpan.FromHours(0.6));
        Assert.Equal(noticed, (await Reconcile()).DatedAhead!.Since);
        Assert.Equal([Attacker, Other], await Active());
    }

    [Fact]
    public async Task Is_forgotten_when_its_dates_have_passed()
    {
        await Install();
        await Do(ActKind.Block, Attacker, TimeSpan.FromDays(800));
        await RunBy(_ahead);
        Assert.NotNull((await Reconcile()).DatedAhead);
        var later = new FakeTimeProvider(_ahead.GetUtcNow().AddDays(1));
        Assert.Null((await (await NewReconciler(later)).RunAsync("test", Cancellation)).DatedAhead);
    }

    [Fact]
    public async Task Does_not_say_that_all_went_well_a_moment_ago()
    {
        await Install();
        await RunBy(_ahead);
        Loop = Loop with { Owner = "nobody-here" };
        var refused = await Reconcile();
        Assert.Equal(ReconcileOutcome.Refused, refused.Outcome);
        Assert.Null(refused.LastGoodAt);
    }

    private async Task<(ReconcileOutcome, int)> RunBy(TimeProvider clock) =>
        await (await NewReconciler(clock)).RunAsync("test", Cancellation) is var report ? (report.Outcome, report.Added) : default;
}
