using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Shield.Core.Feeds;
using Shield.Core.Indicators;
using Shield.Hosting;
using Shield.Hosting.Settings;

namespace Shield.Feeds;

/// <summary>
/// Asks a feed's server. It gives nothing away that the operator did not mean for that host: a redirect to another host is refused, since
/// whoever answers there would say whom we block.
/// </summary>
internal sealed class FeedClient : IDisposable
{
    /// <summary>No list is as large: a million addresses are 15 MB.</summary>
    public const int LargestAnswer = 64 << 20;

    private const int MostRedirects = 5;

    /// <summary>For one answer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly FeedSettings _feed;
    private readonly HttpClient _http;

    /// <param name="feed">Asked by a URL.</param>
    /// <param name="network">Between here and the server; it follows no redirect.</param>
    public FeedClient(FeedSettings feed, HttpMessageHandler network)
    {
        _feed = feed;
        _http = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What lies between here and a feed.</summary>
    public static HttpMessageHandler NetworkTo(Uri url) =>
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !url.IsLoopback,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),

            // No span of a trace: it would hold the URL, whose query may be a key.
            ActivityHeadersPropagator = null,
        };

    public void Dispose() => _http.Dispose();

    /// <param name="url">On the feed's own host.</param>
    /// <param name="known">What the server is told of what we have; null asks for all of it.</param>
    /// <param name="accept">The type that is asked for; null: any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where the server says that nothing changed.</returns>
    /// <exception cref="FeedFaultException">It did not answer, or not with what was asked for.</exception>
    public async Task<FeedDownload?> GetAsync(Uri url, FeedState? known, string? accept, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            return await FollowAsync(url, known, accept, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(url, $"gave no whole answer within {Longest.TotalSeconds} s");
        }
        catch (HttpRequestException fault)
        {
            throw new FeedFaultException($"{FeedSettings.PlaceOf(url)} {WhyNoAnswer(fault)}", fault);
        }
        catch (IOException fault)
        {
            throw new FeedFaultException(
                $"{FeedSettings.PlaceOf(url)} broke off its answer: {SafeText.Of(UserInfo.StrikeOut(fault.Message))}",
                fault
            );
        }
    }

    private async Task<FeedDownload?> FollowAsync(Uri url, FeedState? known, string? accept, CancellationToken cancellationToken)
    {
        var at = url;
        for (var hops = 0; hops <= MostRedirects; hops++)
        {
            using var request = RequestTo(at, known, accept);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.NotModified when known is { Tag: not null } or { Modified: not null }:
                    return null;
                case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                    at = NextOf(at, answer);
                    break;
                case HttpStatusCode.OK:
                    return new FeedDownload(await ReadAsync(at, answer.Content, cancellationToken))
                    {
                        Tag = answer.Headers.ETag?.ToString(),
                        Modified = answer.Content.Headers.TryGetValues("Last-Modified", out var said) ? said.First() : null,
                        ModifiedAt = answer.Content.Headers.LastModified,
                        AddedLast = answer.Headers.TryGetValues("X-TAXII-Date-Added-Last", out var last) ? last.First() : null,
                    };
                default:
                    throw Fault(at, WhyRefused(answer));
            }
        }

        throw Fault(url, $"redirected {MostRedirects} times, and on");
    }

    private HttpRequestMessage RequestTo(Uri url, FeedState? known, string? accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("guardduty-shield", null));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (known?.Tag is { } tag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        if (known?.Modified is { } modified)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        }

        if (_feed.Token?.Reveal() is { Length: > 0 } token)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                _feed.Format is FeedKind.Misp ? token
                    : token.Contains(':', StringComparison.Ordinal) ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(token))}"
                    : $"Bearer {token}"
            );
        }

        return request;
    }

    private static Uri NextOf(Uri from, HttpResponseMessage answer)
    {
        if (answer.Headers.Location is not { } location)
        {
            throw Fault(from, $"answers {Status(answer)} and names no other place");
        }

        var next = new Uri(from, location);
        if (next.Host != from.Host || next.Port != from.Port)
        {
            throw Fault(
                from,
                $"redirects to another host, {SafeText.Of(next.Host)}, and that is not followed: name that place if it is right"
            );
        }

        return next.Scheme == from.Scheme ? next : throw Fault(from, $"redirects to {next.Scheme}, and that is not followed");
    }

    /// <summary>Never more than may be, whatever the server says that it sends.</summary>
    private static async Task<byte[]> ReadAsync(Uri url, HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var chunk = new byte[81_920];
        while (await stream.ReadAsync(chunk, cancellationToken) is > 0 and var count)
        {
            if (buffer.Length + count > LargestAnswer)
            {
                throw Fault(url, $"sends more than {LargestAnswer >> 20} MiB: name a smaller list");
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }

    private static string WhyRefused(HttpResponseMessage answer) =>
        answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"answers {Status(answer)}: look at Feeds:…:Token",
            HttpStatusCode.NotFound or HttpStatusCode.Gone => $"answers {Status(answer)}: there is no feed at this address",
            HttpStatusCode.NotAcceptable => $"answers {Status(answer)}: it does not speak the format that Feeds:…:Format says",
            HttpStatusCode.TooManyRequests => $"answers {Status(answer)}: it is asked too often; see Feeds:…:Every",
            _ => $"answers {Status(answer)}",
        };

    private static string Status(HttpResponseMessage answer) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode}");

    private static string WhyNoAnswer(HttpRequestException fault) =>
        fault switch
        {
            { InnerException: AuthenticationException inner } => $"has no certificate that can be trusted: {Clean(inner.Message)}",
            { HttpRequestError: HttpRequestError.NameResolutionError } => "has a name that leads nowhere",
            { HttpRequestError: HttpRequestError.ResponseEnded } or { InnerException: IOException } => "broke off its answer",
            _ => $"does not answer: {Clean(fault.Message)}",
        };

    private static string Clean(string message) => SafeText.Of(UserInfo.StrikeOut(message));

    private static FeedFaultException Fault(Uri url, string what) => new($"{FeedSettings.PlaceOf(url)} {what}");
}

/// <summary>What a server sent.</summary>
internal sealed record FeedDownload(byte[] Content)
{
    public string? Tag { get; init; }

    public string? Modified { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>TAXII's <c>X-TAXII-Date-Added-Last</c>: when the last of these objects was added, by the server's clock.</summary>
    public string? AddedLast { get; init; }
}
