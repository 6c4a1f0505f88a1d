using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    private static readonly HistoryRecord First = HistoryRecord.After(null, HistoryKind.Intent, Numbered.Time(1), "{}");

    [Fact]
    public async Task Gives_back_its_history_as_it_was_written()
    {
        var ledger = await OpenAsync();
        var lease = await TakeAsync(ledger, 1);
        var records = Chain(
            (HistoryKind.Intent, 1, " { \"naïve\": \"\\u0000 🦆\" }\r\n"),
            (HistoryKind.KeptBack, 2, ""),
            (HistoryKind.Outcome, 3, new string('x', 2_000_000))
        );

        foreach (var record in records)
        {
            await ledger.AppendHistoryAsync(lease.Fence, record, null, Token);
        }

        Assert.Equal(records, (await (await OpenAsync()).ReadHistoryAsync(DateTimeOffset.MinValue, Token)).Records);
    }

    [Fact]
    public async Task Refuses_a_history_record_that_does_not_follow_the_last()
    {
        var ledger = await OpenAsync();
        var fence = (await TakeAsync(ledger, 1)).Fence;
        var chain = Chain((HistoryKind.Intent, 1, "a"), (HistoryKind.Outcome, 2, "b"), (HistoryKind.Intent, 3, "c"));
        async Task RefusesAsync(HistoryRecord record) =>
            await Assert.ThrowsAsync<LedgerException>(() =>
                ledger.AppendHistoryAsync(fence, record, Numbered.Baseline(1, record.Hash), Token)
            );

        await RefusesAsync(chain[1]);
        await ledger.AppendHistoryAsync(fence, chain[0], null, Token);

        await RefusesAsync(chain[0]);
        await RefusesAsync(chain[2]);
        await RefusesAsync(chain[1] with { Content = "another" });
        await RefusesAsync(chain[1] with { At = Numbered.Time(9) });
        await RefusesAsync(
            HistoryRecord.After(
                HistoryRecord.After(null, HistoryKind.Intent, Numbered.Time(1), "forged"),
                HistoryKind.Outcome,
                Numbered.Time(2),
                "b"
            )
        );

        var tail = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        Assert.Equal([chain[0]], tail.Records);
        Assert.Null(tail.Baseline);
        await ledger.AppendHistoryAsync(fence, chain[1], null, Token);
    }

    [Fact]
    public async Task Replaces_the_baseline_together_with_its_outcome_and_not_otherwise()
    {
        var ledger = await OpenAsync();
        var fence = (await TakeAsync(ledger, 1)).Fence;
        var chain = Chain((HistoryKind.Outcome, 1, "a"), (HistoryKind.Intent, 2, "b"), (HistoryKind.Outcome, 3, "c"));
        var baselines = chain
            .Select(
                (record, i) =>
                    new Baseline
                    {
                        OutcomeHash = record.Hash,
                        Inbound = [$"198.51.100.{i}", "10.0.0.0/8"],
                        Outbound = [],
                        Domains = i is 0 ? null : ["evil.example"],
                    }
            )
            .ToArray();

        await ledger.AppendHistoryAsync(fence, chain[0], baselines[0], Token);
        AssertSame(baselines[0], (await ledger.ReadHistoryAsync(DateTimeOffset.MaxValue, Token)).Baseline);

        await ledger.AppendHistoryAsync(fence, chain[1], null, Token);
        await Assert.ThrowsAsync<LedgerException>(() => ledger.AppendHistoryAsync(fence + 1, chain[2], baselines[2], Token));
        await Assert.ThrowsAsync<LedgerException>(() => ledger.AppendHistoryAsync(fence, chain[1], baselines[1], Token));
        AssertSame(baselines[0], (await ledger.ReadHistoryAsync(DateTimeOffset.MaxValue, Token)).Baseline);

        await ledger.AppendHistoryAsync(fence, chain[2], baselines[2], Token);
        AssertSame(baselines[2], (await ledger.ReadHistoryAsync(DateTimeOffset.MaxValue, Token)).Baseline);
    }

    /// <summary>Record 5 was written by a clock that went wrong; leaving it out, or 4, would leave a gap.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 6)]
    [InlineData(6, 6)]
    [InlineData(7, 6)]
    [InlineData(99, 6)]
    public async Task Gives_the_history_since_a_time_and_always_the_last_intent_with_all_that_follows(int since, int first)
    {
        var ledger = await OpenAsync();
        var fence = (await TakeAsync(ledger, 1)).Fence;
        var chain = Chain(
            (HistoryKind.Intent, 1, "1"),
            (HistoryKind.Outcome, 2, "2"),
            (HistoryKind.Intent, 3, "3"),
            (HistoryKind.Outcome, 4, "4"),
            (HistoryKind.KeptBack, 1, "5"),
            (HistoryKind.Intent, 6, "6"),
            (HistoryKind.KeptBack, 6, "7"),
            (HistoryKind.Outcome, 7, "8")
        );
        foreach (var record in chain)
        {
            await ledger.AppendHistoryAsync(fence, record, null, Token);
        }

        var tail = await ledger.ReadHistoryAsync(Numbered.Time(since), Token);

        Assert.Equal(chain[(first - 1)..], tail.Records);
        Assert.Equal(chain[^1], tail.Last);
    }

    [Fact]
    public async Task Gives_the_newest_record_where_there_is_no_intent()
    {
        var ledger = await OpenAsync();
        var fence = (await TakeAsync(ledger, 1)).Fence;
        var chain = Chain((HistoryKind.KeptBack, 1, "a"), (HistoryKind.Outcome, 2, "b"));
        await ledger.AppendHistoryAsync(fence, chain[0], null, Token);
        await ledger.AppendHistoryAsync(fence, chain[1], null, Token);

        Assert.Equal([chain[1]], (await ledger.ReadHistoryAsync(Numbered.Time(3), Token)).Records);
    }

    /// <summary>Two processes append and read in turn, back and forth in time; a third one has never read before.</summary>
    [Fact]
    public async Task Gives_a_process_that_read_before_what_it_gives_to_a_new_one()
    {
        HistoryKind[] kinds = [HistoryKind.Intent, HistoryKind.Outcome, HistoryKind.KeptBack];
        var random = new Random(20);
        ImmutableArray<ILedger> processes = [await OpenAsync(), await OpenAsync()];
        var fence = (await TakeAsync(processes[0], 1)).Fence;
        HistoryRecord? last = null;
        for (var step = 0; step < 40; step++)
        {
            var one = processes[random.Next(2)];
            if (random.Next(2) is 0)
            {
                var (kind, at) = (kinds[random.Next(kinds.Length)], random.Next(9));
                last = HistoryRecord.After(last, kind, Numbered.Time(at), $"{step}");
                var baseline = kind is HistoryKind.Outcome ? Numbered.Baseline(step, last.Hash) : null;
                await one.AppendHistoryAsync(fence, last, baseline, Token);
            }
            else
            {
                var since = Numbered.Time(random.Next(10));
                var told = await one.ReadHistoryAsync(since, Token);
                var expected = await (await OpenAsync()).ReadHistoryAsync(since, Token);
                Assert.Equal(expected.Records, told.Records);
                Assert.Equal(expected.Baseline is null, told.Baseline is null);
                if (expected.Baseline is { } baseline)
                {
                    AssertSame(baseline, told.Baseline);
                }
            }
        }
    }

    private static ImmutableArray<HistoryRecord> Chain(params (HistoryKind Kind, int At, string Content)[] links)
    {
        var chain = new List<HistoryRecord>();
        foreach (var (kind, at, content) in links)
        {
            chain.Add(HistoryRecord.After(chain.LastOrDefault(), kind, Numbered.Time(at), content));
        }

        return [.. chain];
    }

    private static void AssertSame(Baseline expected, Baseline? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.OutcomeHash, actual.OutcomeHash);
        Assert.Equal(expected.Inbound.AsEnumerable(), actual.Inbound);
        Assert.Equal(expected.Outbound.AsEnumerable(), actual.Outbound);
        Assert.Equal(expected.Domains?.AsEnumerable(), actual.Domains?.AsEnumerable());
    }
}
