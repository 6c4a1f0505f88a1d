using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly.Timeout;
using Shield.Core.Reconciling;

namespace Shield.Pce.Calling;

/// <summary>
/// Sends requests to one PCE: with the API key, within the request budget, and again where an attempt failed for a moment. Gives any
/// answer, whatever its status; throws where none came.
/// </summary>
internal sealed partial class PceConnection : IDisposable
{
    /// <summary>How much is shown of a TLS fault: it lists the names of the certificate.</summary>
    private const int LongestTlsFault = 600;

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly Redaction _redaction;

    /// <inheritdoc cref="PceClient(PceOptions, HttpMessageHandler, TimeProvider, Func{double}, ILogger{PceClient})"/>
    public PceConnection(
        PceOptions options,
        Redaction redaction,
        HttpMessageHandler handler,
        TimeProvider clock,
        Func<double> random,
        ILogger<PceClient> logger
    )
    {
        (Url, _clock, _redaction) = (new Uri(options.Url!), clock, redaction);
        var attempt = new RequestBudgetHandler(new RequestBudget(options.RequestsPerMinute, clock), clock, new WholeAnswerHandler(handler));
        var retries = new ResilienceHandler(PceRetries.Build(clock, random, logger))
        {
            InnerHandler = new ApiKeyHandler(options.Keys(), logger, attempt),
        };
        _http = new HttpClient(retries) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Where the PCE answers.</summary>
    public Uri Url { get; }

    /// <inheritdoc cref="PceClient.ClockAhead"/>
    public TimeSpan? ClockAhead { get; private set; }

    public void Dispose() => _http.Dispose();

    /// <param name="method">GET, POST, PUT or DELETE.</param>
    /// <param name="path">An href of the PCE, with its query.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="within">How long it may take with all its attempts.</param>
    /// <param name="prefer">The header of that name; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PceException">No answer came, or one that is too large.</exception>
    public async Task<PceAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        TimeSpan within,
        string? prefer,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, UriOf(path)) { Content = content };
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        var attempt = method == HttpMethod.Get ? PceClient.TimeOut : within;
        new CallLimit(attempt, _clock.GetUtcNow() + within, _clock.GetTimestamp(), within).AttachTo(request);
        return await AskAsync(request, within, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PceAnswer> AskAsync(HttpRequestMessage request, TimeSpan within, CancellationToken cancellationToken)
    {
        var (method, path) = (request.Method.Method, request.RequestUri!.PathAndQuery);
        try
        {
            using var response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            ClockAhead = response.Headers.Date is { } date ? date - _clock.GetUtcNow() : ClockAhead;
            return await PceAnswer.OfAsync(method, path, response, cancellationToken).ConfigureAwait(false);
        }
        // No inner exceptions: their text may quote what the PCE, or a proxy before it, sent, and no secret was struck out of that.
        catch (TimeoutRejectedException)
        {
            throw Unreachable($"{method} {path}: no answer from {Url.Authority} in time ({within.TotalSeconds:0} s at most)");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new PceException(PceFault.Unreadable, _redaction.Show($"{method} {path}: {exception.Message}"));
        }
        catch (HttpRequestException exception) when (TlsCheck.In(exception) is { } tls)
        {
            throw new PceException(
                PceFault.Unreachable,
                _redaction.Show($"{method} {path}: no connection to {Url.Authority}: {tls.Message}", LongestTlsFault)
            )
            {
                IsTls = true,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw Unreachable($"{method} {path}: no answer from {Url.Authority}: {WithoutAddress(exception.Message)}");
        }
    }

    /// <summary>Hrefs come from outside: whatever they hold, the request stays on this PCE and below its API.</summary>
    private Uri UriOf(string path)
    {
        var href = path.Split('?', 2)[0];
        return HrefForm().IsMatch(href) && !href.Contains("..", StringComparison.Ordinal)
            ? new Uri(Url, "/api/v2" + path)
            : throw new PceException(PceFault.Unreadable, _redaction.Show($"'{href}' is no href of a PCE"));
    }

    private PceException Unreachable(string what) => new(PceFault.Unreachable, _redaction.Show(what));

    /// <summary>"Connection refused (pce.example.com:8443)": the address was said already.</summary>
    private static string WithoutAddress(string message) =>
        message.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at
        && message.EndsWith(')')
        && !message[at..].Contains("inner exception", StringComparison.Ordinal)
            ? message[..at]
            : message.Replace(", see inner exception", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(/orgs/[0-9]+(/[A-Za-z0-9_.-]+)+|/users/[0-9]+|/health|/noop)\z", RegexOptions.CultureInvariant)]
    private static partial Regex HrefForm();
}
