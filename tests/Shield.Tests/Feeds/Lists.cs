using System.Text;
using Shield.Core.Feeds;

namespace Shield.Tests.Feeds;

/// <summary>Reads a list that a test writes.</summary>
internal static class Lists
{
    public static Task<FeedReading> ReadAsync(string text, FeedFormat? format = null, int most = 1_000) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), format, most);

    public static Task<FeedReading> ReadAsync(byte[] bytes, FeedFormat? format = null, int most = 1_000) =>
        FeedParser.ReadAsync(new MemoryStream(bytes), format, "a-list", most, TestContext.Current.CancellationToken);

    public static async Task<UnreadableFeedException> RefusedAsync(string text, FeedFormat? format = null) =>
        await Assert.ThrowsAsync<UnreadableFeedException>(() => ReadAsync(text, format));

    /// <summary>What it names, in its order.</summary>
    public static string Named(this FeedReading reading) => string.Join(' ', reading.Lines.Select(line => line.Indicator.ToString()));
}
