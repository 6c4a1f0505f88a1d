using Shield.Core.Ledger;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Holds_what_was_told_on_each_channel()
    {
        var ledger = await OpenAsync();
        Assert.Empty(await ledger.ReadToldAsync(Token));
        var (ops, siem) = (new ToldNote("ops", """{"a":"\u0000 ' é"}"""), new ToldNote("siem-2", new string('x', 300_000)));

        Assert.True(await ledger.ReplaceToldAsync(siem, seen: null, Token));
        Assert.True(await ledger.ReplaceToldAsync(ops, seen: null, Token));
        Assert.Equal([ops, siem], await (await OpenAsync()).ReadToldAsync(Token));

        Assert.True(await ledger.ReplaceToldAsync(ops with { Content = "{}" }, seen: ops.Content, Token));
        Assert.Equal([ops with { Content = "{}" }, siem], await (await OpenAsync()).ReadToldAsync(Token));
    }

    /// <summary>Two instances tell at once: one of them is late, and must look again.</summary>
    [Fact]
    public async Task Turns_away_whoever_does_not_know_what_was_told_meanwhile()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        Assert.True(await one.ReplaceToldAsync(new ToldNote("ops", "1"), seen: null, Token));

        Assert.False(await other.ReplaceToldAsync(new ToldNote("ops", "2"), seen: null, Token));
        Assert.False(await other.ReplaceToldAsync(new ToldNote("ops", "2"), seen: "0", Token));
        Assert.False(await other.ReplaceToldAsync(new ToldNote("new", "2"), seen: "1", Token));
        Assert.Equal([new ToldNote("ops", "1")], await other.ReadToldAsync(Token));

        var tries = Enumerable
            .Range(0, 8)
            .Select(number => (number % 2 is 0 ? one : other).ReplaceToldAsync(new("ops", $"n{number}"), "1", Token));
        Assert.Single(await Task.WhenAll(tries), isDone => isDone);
    }
}
