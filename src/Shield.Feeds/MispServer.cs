using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shield.Core.Feeds;
using Shield.Hosting.Settings;

namespace Shield.Feeds;

/// <summary>
/// A MISP feed: <c>manifest.json</c> says which events there are and when each last changed, and each is a file of its own
/// (docs/feeds.md, "MISP"). Events that changed since the last time are read, the oldest first.
/// </summary>
internal sealed class MispServer(FeedSettings feed, FeedClient client) : IFeed
{
    /// <summary>In one pull; the next goes on from there.</summary>
    private const int MostEvents = 500;

    public async Task<FeedAnswer> AskAsync(FeedState known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var manifest = await client.GetAsync(FileOf("manifest.json"), known: null, accept: null, cancellationToken);
        var since = long.TryParse(known.Since, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : (now - feed.Life).ToUnixTimeSeconds();
        var news = ReadManifest(manifest!.Content).Where(one => one.ChangedAt > since).OrderBy(one => one.ChangedAt).ToList();
        // Whole seconds: of those that changed in the last of them none is left for a pull that would not ask for it.
        var upTo = news.Count > MostEvents ? news[MostEvents - 1].ChangedAt : long.MaxValue;
        var readings = new List<FeedReading>();
        var some = news.TakeWhile(one => one.ChangedAt <= upTo).ToList();
        foreach (var one in some)
        {
            var download = await client.GetAsync(FileOf($"{one.Id:D}.json"), known: null, accept: null, cancellationToken);
            readings.Add(await FeedContent.ReadAsync(download!.Content, FeedFormat.Misp, feed.Place, cancellationToken));
        }

        var last = some.Select(one => one.ChangedAt).DefaultIfEmpty(since).Max();
        var publishedAt = readings.Count is 0 ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeSeconds(last);
        return NewCopy.Of(readings, isWhole: false, publishedAt) with
        {
            // A clock that is ahead must not hide what comes later.
            Since = Math.Min(last, now.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>An id becomes part of an address, so it is a GUID or nothing.</summary>
    private ImmutableArray<(Guid Id, long ChangedAt)> ReadManifest(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw NoManifest(null);
            }

            return
            [
                .. document
                    .RootElement.EnumerateObject()
                    .Select(one => (IsId: Guid.TryParseExact(one.Name, "D", out var id), Id: id, At: ChangeOf(one.Value)))
                    .Where(one => one.IsId && one.At is not null)
                    .Select(one => (one.Id, one.At!.Value)),
            ];
        }
        catch (JsonException fault)
        {
            throw NoManifest(fault);
        }
    }

    /// <summary>Seconds since 1970, as a text or as a number.</summary>
    private static long? ChangeOf(JsonElement one) =>
        one.ValueKind is JsonValueKind.Object && one.TryGetProperty("timestamp", out var at)
            ? at.ValueKind switch
            {
                JsonValueKind.String when long.TryParse(at.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var text) =>
                    text,
                JsonValueKind.Number when at.TryGetInt64(out var number) => number,
                _ => null,
            }
            : null;

    private FeedFaultException NoManifest(Exception? inner) =>
        new($"{feed.Place} has no manifest of MISP: the URL must be that of the folder that holds manifest.json", inner);

    private Uri FileOf(string name)
    {
        var folder = feed.Url!.GetLeftPart(UriPartial.Path);
        folder = folder.EndsWith("/manifest.json", StringComparison.Ordinal)
            ? folder[..^"manifest.json".Length]
            : folder.TrimEnd('/') + "/";
        return new Uri(folder + name + feed.Url.Query);
    }
}
