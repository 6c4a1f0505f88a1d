using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Tests.Ledger;

namespace Shield.Tests.Evidence;

public sealed class A_resolution
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 3_600)]
    [InlineData(300, 3_600)]
    [InlineData(3_600, 3_600)]
    [InlineData(7_200, 7_200)]
    [InlineData(86_400, 86_400)]
    [InlineData(604_800, 86_400)]
    [InlineData(2_147_483_647, 86_400)]
    public void Counts_for_its_TTL_and_at_least_an_hour_and_at_most_a_day(int timeToLive, int seconds)
    {
        var resolution = Led(timeToLive);
        Assert.Equal(Noon.AddSeconds(seconds), resolution.Until);
        Assert.True(resolution.IsInForce(resolution.Until.AddTicks(-1)));
        Assert.False(resolution.IsInForce(resolution.Until));
    }

    [Fact]
    public void Keeps_the_life_that_an_earlier_answer_gave_it() =>
        Assert.Equal(
            (Noon.AddHours(1), Noon.AddHours(10)),
            (
                Led(36_000).Merge(Led(60) with { ResolvedAt = Noon.AddHours(1), Until = Noon.AddHours(2) }) is var both
                    ? both.ResolvedAt
                    : default,
                both.Until
            )
        );

    [Fact]
    public void Law_7_merges_in_any_order_and_any_number_of_times() =>
        AnyEvidence
            .Resolution.Array[3]
            .Sample(some =>
            {
                var (a, b, c) = (some[0], Like(some[0], some[1]), Like(some[0], some[2]));
                Assert.Equal(a.Merge(b), b.Merge(a));
                Assert.Equal(a.Merge(b).Merge(c), a.Merge(b.Merge(c)));
                Assert.Equal(a, a.Merge(a));

                static Resolution Like(Resolution key, Resolution value) => value with { Domain = key.Domain, Address = key.Address };
            });

    [Fact]
    public void Is_merged_with_nothing_but_its_like() =>
        Assert.Throws<ArgumentException>(() => Led(0).Merge(Led(0) with { Address = AddressRange.Parse("45.95.11.8") }));

    private static Resolution Led(int timeToLive) =>
        Resolution.Of(
            Indicator.Parse("evil.example.org").Domain!,
            AddressRange.Parse("45.95.11.9"),
            TimeSpan.FromSeconds(timeToLive),
            Noon
        );
}
