using System.Globalization;
using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Holds_one_set_that_was_kept_back_and_the_next_takes_its_place()
    {
        var ledger = await OpenAsync();
        Assert.Null(await ledger.ReadKeptBackAsync(Token));
        var fence = (await TakeAsync(ledger, 1)).Fence;
        await ledger.AppendHistoryAsync(fence, First, Numbered.Baseline(1, First.Hash), Token);

        // Of so many a store may need several pieces, of which some are left behind by the shorter ones.
        var random = new Random(7);
        var many = new KeptBackSet("0123456789ab", [.. Enumerable.Range(0, 100_000).Select(_ => Address(random))]) { OverLimit = [] };
        foreach (
            var keptBack in (KeptBackSet[])
                [
                    many,
                    new("1123456789ab", ["45.95.11.9", "evil.example.org"]) { OverLimit = ["45.95.11.9"] },
                    new("2123456789ab", ["2a00::/64"]),
                    many with
                    {
                        Fingerprint = "3123456789ab",
                    },
                ]
        )
        {
            await ledger.ReplaceKeptBackAsync(fence, keptBack, Token);
            AssertSame(keptBack, await (await OpenAsync()).ReadKeptBackAsync(Token));
        }

        var tail = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        Assert.Equal([First], tail.Records);
        AssertSame(Numbered.Baseline(1, First.Hash), tail.Baseline);
        Assert.Equal(fence, (await ledger.ReadLeaseAsync(Token)).Fence);
    }

    [Fact]
    public async Task Leaves_the_set_that_was_kept_back_to_whoever_holds_the_lease()
    {
        var ledger = await OpenAsync();
        var first = new KeptBackSet("0123456789ab", ["45.95.11.9"]) { OverLimit = ["45.95.11.9"] };
        await Assert.ThrowsAsync<LedgerException>(() => ledger.ReplaceKeptBackAsync(1, first, Token));
        Assert.Null(await ledger.ReadKeptBackAsync(Token));

        var fence = (await TakeAsync(ledger, 1)).Fence;
        await ledger.ReplaceKeptBackAsync(fence, first, Token);
        await Assert.ThrowsAsync<LedgerException>(() => ledger.ReplaceKeptBackAsync(fence + 1, first with { Indicators = [] }, Token));
        await ledger.ReleaseLeaseAsync(fence, 0, Token);
        await Assert.ThrowsAsync<LedgerException>(() => ledger.ReplaceKeptBackAsync(fence, first with { Indicators = [] }, Token));

        AssertSame(first, await ledger.ReadKeptBackAsync(Token));
    }

    private static string Address(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}");

    private static void AssertSame(KeptBackSet expected, KeptBackSet? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        Assert.Equal(expected.Indicators.AsEnumerable(), actual.Indicators);
        Assert.Equal(expected.OverLimit?.AsEnumerable(), actual.OverLimit?.AsEnumerable());
    }
}
