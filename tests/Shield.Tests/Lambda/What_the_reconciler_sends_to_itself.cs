using Shield.Hosting;
using Shield.Lambda.Reconciling;

namespace Shield.Tests.Lambda;

public sealed class What_the_reconciler_sends_to_itself
{
    private static readonly ReconcileRequest Request = new("test");

    [Fact]
    public void Waits_twice_as_long_each_time_and_ends_after_eight()
    {
        var waits = new List<double>();
        for (var hop = Hop.After(Request, TimeSpan.Zero); hop is not null; hop = Hop.After(hop.Request, TimeSpan.Zero))
        {
            waits.Add(hop.Delay.TotalSeconds);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256], waits);
        Assert.All(waits, wait => Assert.True(wait <= Hop.Period.TotalSeconds));
    }

    [Theory]
    [InlineData(0, 120, 120)] // the next token of the version bucket
    [InlineData(0, 1, 2)]
    [InlineData(0, -60, 2)]
    [InlineData(6, 120, 128)]
    [InlineData(0, 300, 300)]
    [InlineData(0, 301, null)] // the schedule comes sooner
    [InlineData(8, 0, null)]
    [InlineData(int.MaxValue, 0, null)]
    public void Comes_when_it_is_worth_while_but_never_sooner_than_its_count_says(int hops, int wanted, int? delay) =>
        Assert.Equal(delay, Hop.After(Request with { Hops = hops }, TimeSpan.FromSeconds(wanted))?.Delay.TotalSeconds);

    [Fact]
    public void Is_told_from_others_by_its_count_and_keeps_its_window()
    {
        var since = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        var request = ReconcileRequest.ForNews("2 finding(s)", since) with { Latest = since.AddSeconds(3) };
        var hop = Hop.After(request, TimeSpan.Zero)!.Request;
        Assert.Equal(hop, ReconcileRequest.TryRead(System.Text.Encoding.UTF8.GetBytes(hop.ToJson())));
        Assert.Equal((1, since, since.AddSeconds(3)), (hop.Hops, hop.Since, hop.Latest));
    }

    [Fact]
    public void Of_one_batch_has_the_widest_window_and_the_fewest_hops()
    {
        var since = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        var (early, late) = (
            ReconcileRequest.ForNews("early", since) with
            {
                Hops = 7,
            },
            ReconcileRequest.ForNews("late", since.AddSeconds(9))
        );
        var merged = ReconcileRequest.Merge([early, late])!;
        Assert.Equal((since, since.AddSeconds(9), 0), (merged.Since, merged.Latest, merged.Hops));

        var person = ReconcileRequest.Merge([early, new ReconcileRequest("ann", AtOnce: true), late])!;
        Assert.Equal(("ann", true, null), (person.Why, person.AtOnce, person.Since));
        Assert.Null(ReconcileRequest.Merge([early, new ReconcileRequest("schedule")])!.Since);
        Assert.Null(ReconcileRequest.Merge([]));
    }
}
