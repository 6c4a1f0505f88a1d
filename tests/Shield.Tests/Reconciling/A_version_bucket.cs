using System.Numerics;
using CsCheck;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.Tests.Reconciling;

public sealed class A_version_bucket
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly int[] Rates = [1, 2, 7, 30, 3_600];

    /// <summary>Short steps, long ones, and exactly what one token takes at some rate.</summary>
    private static readonly Gen<TimeSpan> Step = Gen.Frequency(
        (6, Gen.Long[0, 2 * TimeSpan.TicksPerMinute].Select(TimeSpan.FromTicks)),
        (3, Gen.OneOf(Rates).Select(rate => TimeSpan.FromHours(1) / rate)),
        (1, Gen.Long[0, 15 * TimeSpan.TicksPerHour].Select(TimeSpan.FromTicks))
    );

    [Fact]
    public void Starts_full_and_gives_its_burst_at_once_and_no_more()
    {
        var history = HistoryTail.Empty;
        for (var i = 0; i < VersionBucket.Burst; i++)
        {
            var bucket = VersionBucket.Of(history, 30, Start);
            Assert.True(bucket.HasToken);
            Assert.Equal(Start, bucket.NextToken);
            history = After(history, Start, bucket.LeftAfterTaking);
        }

        var empty = VersionBucket.Of(history, 30, Start);
        Assert.False(empty.HasToken);
        Assert.Equal(Start + TimeSpan.FromMinutes(2), empty.NextToken);
        Assert.Throws<InvalidOperationException>(() => empty.LeftAfterTaking);
    }

    [Fact]
    public void Law_11_gives_never_more_than_its_burst_and_its_rate_in_any_span_of_time() =>
        Gen.Select(Gen.OneOf(Rates), Step.Array[0, 60])
            .Sample(
                (rate, steps) =>
                {
                    var (history, now) = (HistoryTail.Empty, Start);
                    var given = new List<DateTimeOffset>();
                    foreach (var step in steps)
                    {
                        now += step;
                        var bucket = VersionBucket.Of(history, rate, now);
                        if (bucket.HasToken)
                        {
                            history = After(history, now, bucket.LeftAfterTaking);
                            given.Add(now);
                        }
                    }

                    for (var from = 0; from < given.Count; from++)
                    {
                        for (var to = from; to < given.Count; to++)
                        {
                            Assert.True(
                                to - from + 1
                                    <= VersionBucket.Burst
                                        + (new BigInteger((given[to] - given[from]).Ticks) * rate / TimeSpan.TicksPerHour)
                            );
                        }
                    }
                }
            );

    [Fact]
    public void Law_11_gives_all_that_its_burst_and_its_rate_allow() =>
        Gen.Select(Gen.OneOf(Rates), Step.Array[0, 60])
            .Sample(
                (rate, steps) =>
                {
                    var (history, now) = (HistoryTail.Empty, Start);
                    var given = new List<DateTimeOffset>();
                    foreach (var step in steps)
                    {
                        now += step;
                        var bucket = VersionBucket.Of(history, rate, now);

                        // By the law alone: one more now would break it for no span that ends now.
                        var isAllowed = Enumerable
                            .Range(0, given.Count)
                            .All(from =>
                                given.Count - from + 1
                                <= VersionBucket.Burst + (new BigInteger((now - given[from]).Ticks) * rate / TimeSpan.TicksPerHour)
                            );
                        Assert.Equal(isAllowed, bucket.HasToken);
                        if (bucket.HasToken)
                        {
                            history = After(history, now, bucket.LeftAfterTaking);
                            given.Add(now);
                        }
                    }
                }
            );

    [Fact]
    public void Law_3_always_gives_again_and_exactly_when_it_says() =>
        Gen.Select(Gen.OneOf(Rates), Gen.Long[-1, long.MaxValue], Gen.Long[-TimeSpan.TicksPerDay, TimeSpan.TicksPerDay])
            .Sample(
                (rate, left, ago) =>
                {
                    var history = After(
                        HistoryTail.Empty,
                        Start - TimeSpan.FromTicks(ago),
                        left % (VersionBucket.Burst * TimeSpan.TicksPerHour)
                    );
                    var bucket = VersionBucket.Of(history, rate, Start);
                    Assert.True(bucket.NextToken <= Start + (TimeSpan.FromHours(1) / rate) + TimeSpan.FromTicks(1));
                    Assert.Equal(bucket.HasToken, bucket.NextToken == Start);
                    if (!bucket.HasToken && ago >= 0)
                    {
                        Assert.True(VersionBucket.Of(history, rate, bucket.NextToken).HasToken);
                        Assert.False(VersionBucket.Of(history, rate, bucket.NextToken - TimeSpan.FromTicks(1)).HasToken);
                    }
                }
            );

    [Fact]
    public void Is_full_again_within_ten_hours_at_any_rate_so_a_day_of_history_says_everything() =>
        Assert.All(
            Rates,
            rate =>
            {
                var history = After(HistoryTail.Empty, Start, left: 0);
                Assert.Equal(
                    VersionBucket.Burst * TimeSpan.TicksPerHour,
                    VersionBucket.Of(history, rate, Start + TimeSpan.FromHours(10)).Left
                );
            }
        );

    [Fact]
    public void Is_not_emptied_by_commands_nor_by_what_is_no_intent()
    {
        var history = After(HistoryTail.Empty, Start, left: 0);
        for (var i = 0; i < 20; i++)
        {
            history = After(history, Start, left: null);
            history = history with
            {
                Records =
                [
                    .. history.Records,
                    HistoryRecord.After(history.Last, HistoryKind.Outcome, Start, new Outcome("", i, "", 0, 0).ToJson()),
                ],
            };
        }

        Assert.Equal(0, VersionBucket.Of(history, 30, Start).Left);
        Assert.Equal(TimeSpan.TicksPerHour, VersionBucket.Of(history, 30, Start + TimeSpan.FromMinutes(2)).Left);
    }

    [Fact]
    public void Fills_also_where_a_clock_that_was_far_ahead_emptied_it() =>
        Assert.True(VersionBucket.Of(After(HistoryTail.Empty, Start + TimeSpan.FromDays(400), left: 0), 30, Start).HasToken);

    [Fact]
    public void Is_the_same_number_of_tokens_at_another_rate()
    {
        var history = After(HistoryTail.Empty, Start, left: TimeSpan.TicksPerHour / 2);
        Assert.Equal(Start + TimeSpan.FromMinutes(30), VersionBucket.Of(history, 1, Start).NextToken);
        Assert.Equal(Start + TimeSpan.FromMinutes(1), VersionBucket.Of(history, 30, Start).NextToken);
    }

    private static HistoryTail After(HistoryTail history, DateTimeOffset at, long? left)
    {
        var intent = new Intent
        {
            Fingerprint = "",
            Trigger = "test",
            Add = [],
            End = [],
            Carried = [],
            TakesAlong = [],
            VersionsLeft = left,
        };
        return history with { Records = [.. history.Records, HistoryRecord.After(history.Last, HistoryKind.Intent, at, intent.ToJson())] };
    }
}
