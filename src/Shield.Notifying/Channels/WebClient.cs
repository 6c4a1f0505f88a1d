using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shield.Core.Indicators;
using Shield.Hosting;
using Shield.Pce.Calling;

namespace Shield.Notifying.Channels;

/// <summary>Posts to whatever listens at a URL, and says what came back without a word of the URL.</summary>
internal sealed class WebClient(HttpClient http, TimeProvider clock)
{
    private const int LongestAnswer = 2_048;

    /// <summary>A shorter part of a path is a word, such as <c>services</c>: struck out it would only spoil what is said.</summary>
    private const int ShortestSecret = 12;

    /// <summary>For a URL that may be a secret, and may be on this machine.</summary>
    public static HttpMessageHandler HandlerFor(bool isLoopback) =>
        new SocketsHttpHandler
        {
            // A redirect would carry the message to another place.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !isLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(5),

            // No span of a trace: it would hold the URL, which of Slack and Teams is the secret itself.
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };

    /// <param name="url">May be a secret.</param>
    /// <param name="body">JSON.</param>
    /// <param name="headers">Beside the type.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Delivery> PostAsync(
        string url,
        byte[] body,
        IEnumerable<(string Name, string Value)> headers,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Judge(answer, WithoutPath(new Uri(url), await BeginningOfAsync(answer.Content, cancellationToken)));
        }
        catch (HttpRequestException fault)
        {
            return new Failed($"no answer: {WithoutPlace(fault.Message)}")
            {
                IsPassing = fault.HttpRequestError is not HttpRequestError.SecureConnectionError,
            };
        }
        catch (IOException fault)
        {
            return new Failed($"the answer broke off: {WithoutPlace(fault.Message)}");
        }
    }

    private Delivery Judge(HttpResponseMessage answer, string text)
    {
        var status = (int)answer.StatusCode;
        var said = text.Length is 0 ? "" : $": {Lines.Clean(text)}";
        var what = string.Create(CultureInfo.InvariantCulture, $"HTTP {status}{said}");
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new Delivered(what),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new Failed(
                string.Create(CultureInfo.InvariantCulture, $"HTTP {status}, a redirect, and it is not followed")
            )
            {
                IsPassing = false,
            },
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => new Failed(what) { RetryAfter = RetryAfter(answer) },
            >= HttpStatusCode.InternalServerError => new Failed(what) { RetryAfter = RetryAfter(answer) },
            HttpStatusCode.BadRequest
            or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.UnprocessableEntity => new Unwanted(what),
            _ => new Failed(what) { IsPassing = false },
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } when delta > TimeSpan.Zero => delta,
            { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
            _ => null,
        };

    /// <summary>An answer may be endless.</summary>
    private static async Task<string> BeginningOfAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestAnswer];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return SafeText.Of(Encoding.UTF8.GetString(buffer, 0, count)).Trim();
    }

    /// <summary>
    /// <c>The requested URL /services/T0/B0/… was not found</c>: pages of errors repeat what was asked for, whole or cut, and of Slack and
    /// Teams that is the secret.
    /// </summary>
    private static string WithoutPath(Uri url, string text)
    {
        var whole = url.PathAndQuery.Length >= ShortestSecret ? text.Replace(url.PathAndQuery, "***", StringComparison.Ordinal) : text;
        var parts = Uri.UnescapeDataString(url.PathAndQuery)
            .Split('/', '?', '&', '=')
            .Where(part => part.Length >= ShortestSecret)
            .Select(part => ("", part));
        return new Redaction(parts).Show(whole, LongestAnswer);
    }

    /// <summary><c>Connection refused (hooks.example:443)</c>: the place is in the settings, and may be a secret.</summary>
    private static string WithoutPlace(string message) => UserInfo.StrikeOut(message.Split(" (", 2)[0]);
}
