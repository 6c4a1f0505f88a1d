using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Shield.Core.Feeds;
using Shield.Hosting.Settings;

namespace Shield.Feeds;

/// <summary>
/// A collection of TAXII 2.1 (OASIS, section 5.4): page by page the objects that were added since the last time. A collection drops nobody:
/// an indicator that is taken back comes again with <c>revoked</c>, and what is not repeated ends with its life.
/// </summary>
internal sealed class TaxiiServer(FeedSettings feed, FeedClient client) : IFeed
{
    private const string MediaType = "application/taxii+json;version=2.1";

    /// <summary>In one page; a server may send fewer.</summary>
    private const int PageSize = 1000;

    /// <summary>More than that is no collection but a server that never ends.</summary>
    private const int MostPages = 500;

    public async Task<FeedAnswer> AskAsync(FeedState known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pages = new List<FeedReading>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (since, next) = (known.Since, (string?)null);
        var lastAdded = known.Since;
        while (true)
        {
            if (pages.Count == MostPages)
            {
                throw Fault($"sends more than {MostPages} pages, and on");
            }

            var page = await client.GetAsync(PageOf(since, next), known: null, MediaType, cancellationToken);
            var content = page!.Content;
            if (!seen.Add(Convert.ToHexString(SHA256.HashData(content))) && pages.Count > 0)
            {
                throw Fault("sends the same page again and again");
            }

            var (more, token, isEmpty) = ReadEnvelope(content);
            if (!isEmpty)
            {
                pages.Add(await FeedContent.ReadAsync(content, FeedFormat.Stix, feed.Place, cancellationToken));
            }

            lastAdded = page.AddedLast ?? lastAdded;
            if (pages.Sum(one => one.Lines.Length) > FeedContent.MostParties)
            {
                throw Fault($"names more than {FeedContent.MostParties:N0} parties: name a smaller collection");
            }

            if (!more)
            {
                break;
            }

            if (token is null && page.AddedLast is null)
            {
                throw Fault("says that there is more, and not how to ask for it");
            }

            (since, next) = token is null ? (page.AddedLast, null) : (since, token);
        }

        return NewCopy.Of(pages, isWhole: false, publishedAt: null) with
        {
            Since = lastAdded,
        };
    }

    private Uri PageOf(string? since, string? next)
    {
        var collection = feed.Url!.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var objects = collection.EndsWith("/objects", StringComparison.Ordinal) ? $"{collection}/" : $"{collection}/objects/";
        ImmutableArray<(string Name, string? Value)> query =
        [
            ("limit", $"{PageSize}"),
            ("added_after", since),
            ("match[type]", "indicator"),
            ("next", next),
        ];
        var said = query.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
        return new Uri($"{objects}?{string.Join('&', feed.Url.Query is "" ? said : [feed.Url.Query[1..], .. said])}");
    }

    /// <summary>An envelope without objects is an empty page, not a list that names nobody.</summary>
    private (bool More, string? Next, bool IsEmpty) ReadEnvelope(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var envelope = document.RootElement;
            if (envelope.ValueKind is not JsonValueKind.Object)
            {
                throw Fault("answers no envelope of TAXII 2.1: look at Feeds:…:Format, and whether the URL is that of a collection");
            }

            return (
                envelope.TryGetProperty("more", out var more) && more.ValueKind is JsonValueKind.True,
                envelope.TryGetProperty("next", out var next) && next.ValueKind is JsonValueKind.String ? next.GetString() : null,
                !envelope.TryGetProperty("objects", out var objects)
                    || objects.ValueKind is not JsonValueKind.Array
                    || objects.GetArrayLength() is 0
            );
        }
        catch (JsonException fault)
        {
            throw new FeedFaultException(
                $"{feed.Place} answers no envelope of TAXII 2.1: look at Feeds:…:Format, and whether the URL is that of a collection",
                fault
            );
        }
    }

    private FeedFaultException Fault(string what) => new($"{feed.Place} {what}");
}
