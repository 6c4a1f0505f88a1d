using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly.Timeout;
using Shield.Core.Reconciling;
using Shield.Pce.Wire;

namespace Shield.Pce.Calling;

/// <summary>
/// Talks to one organisation of one PCE. Every call gives the whole answer that was asked for or throws a <see cref="PceException"/>
/// that says which request, what came back and under which X-Request-Id; never a secret.
/// </summary>
public sealed partial class PceClient : IDisposable
{
    /// <summary>
    /// A plain GET returns at most this many objects, and the PCE does not say that there are more (docs/pce.md#4-collections).
    /// </summary>
    internal const int MostRows = 500;

    /// <summary>A certificate's names are shown with it.</summary>
    private const int LongestTlsFault = 600;

    private const string WrongKey =
        "the API key is wrong: the PCE does not take Pce:ApiKey with Pce:ApiSecret. One of them is mistyped, the key is "
        + "expired or deleted, or it may not be used from this address";

    private const string OnlyTheLeader = "this PCE takes no writes, as a member of a supercluster: Pce:Url must name its leader";

    internal static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PatienceOfReads = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly TimeProvider _clock;
    private readonly Redaction _redaction;

    /// <param name="options">In order, by their <see cref="PceOptions.Validate"/>.</param>
    /// <param name="handler">The network: <see cref="PceHandler.For"/>. It must not follow redirects.</param>
    /// <param name="clock">Measures time-outs, waits and the request budget.</param>
    /// <param name="random">0 to 1, for the jitter between attempts.</param>
    /// <param name="logger">Told of every attempt that is made again.</param>
    public PceClient(PceOptions options, HttpMessageHandler handler, TimeProvider clock, Func<double> random, ILogger<PceClient> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is not [] and var faults)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        }

        var keys = options.Keys();
        _base = new Uri(options.Url!);
        _clock = clock;
        _redaction = new Redaction(keys);
        Organization = $"/orgs/{options.OrgId}";

        var attempt = new RequestBudgetHandler(new RequestBudget(options.RequestsPerMinute, clock), clock, new WholeAnswerHandler(handler));
        var retries = new ResilienceHandler(PceRetries.Build(clock, random, logger))
        {
            InnerHandler = new ApiKeyHandler(keys, logger, attempt),
        };
        _http = new HttpClient(retries) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Where the PCE answers.</summary>
    public Uri Url => _base;

    /// <summary>
    /// How far its clock is ahead of ours, by the Date of its last answer, which it tells to the second; null before there was one.
    /// </summary>
    public TimeSpan? ClockAhead { get; private set; }

    /// <summary>The href under which everything of ours lies, such as <c>/orgs/1</c>.</summary>
    internal string Organization { get; }

    public void Dispose() => _http.Dispose();

    /// <summary>Text from the PCE, fit to be shown.</summary>
    internal string Show(string? text) => _redaction.Show(text);

    internal string Show(string? text, int longest) => _redaction.Show(text, longest);

    /// <summary>
    /// Checks that the PCE answers and takes the key: GET noop, which every user may call in no organisation
    /// (docs/pce.md#2-calls-and-keys).
    /// </summary>
    /// <returns>How far its clock is ahead of ours, by its own Date, which it tells to the second; null where no Date came.</returns>
    /// <exception cref="PceException">It does not answer, or refuses the key.</exception>
    public async Task<TimeSpan?> GreetAsync(CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, "/noop", content: null, TimeOut, cancellationToken).ConfigureAwait(false)).Date
        - _clock.GetUtcNow();

    internal async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await SendAsync(HttpMethod.Get, path, content: null, PatienceOfReads, cancellationToken).ConfigureAwait(false);
        return Parse(answer, type);
    }

    /// <summary>Null where there is nothing at that path.</summary>
    internal async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync(path, type, cancellationToken).ConfigureAwait(false);
        }
        catch (PceException exception) when (exception.Fault is PceFault.NotFound)
        {
            return null;
        }
    }

    /// <summary>A collection, whole (law 2).</summary>
    internal async Task<T[]> GetAllAsync<T>(string path, JsonTypeInfo<T[]> type, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, path, content: null, PatienceOfReads, cancellationToken).ConfigureAwait(false);
        var rows = Parse(answer, type);
        var isWhole = rows.Length < MostRows && !(answer.MatchedCount > rows.Length);
        var all = isWhole
            ? rows
            : await new AsyncCollection(this, _clock)
                .GetAsync(
                    path,
                    $"{rows.Length} rows came, "
                        + $"{answer.MatchedCount?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"} matched",
                    type,
                    cancellationToken
                )
                .ConfigureAwait(false);
        return Items.Twice(all.OfType<IHasHref>()) is { } twice ? throw Unreadable($"GET {path} shows {twice} twice") : all;
    }

    /// <summary>Asks for a collection as a job (docs/pce.md#4-collections).</summary>
    internal Task<PceAnswer> StartJobAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, PatienceOfReads, cancellationToken, prefer: "respond-async");

    /// <summary>One look at a job, with the wait that the PCE asks for before the next.</summary>
    internal async Task<(T Value, TimeSpan? RetryAfter)> LookAsync<T>(
        string path,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var answer = await SendAsync(HttpMethod.Get, path, content: null, PatienceOfReads, cancellationToken).ConfigureAwait(false);
        return (Parse(answer, type), answer.RetryAfter);
    }

    internal async Task<T> PostAsync<TBody, T>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<T> type,
        TimeSpan within,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var answer = await SendAsync(HttpMethod.Post, path, Json(body, bodyType), within, cancellationToken).ConfigureAwait(false);
        return Parse(answer, type);
    }

    /// <summary>A PUT answers 204; a page of HTML under a 200 is something in between that answered in the PCE's place.</summary>
    internal async Task PutAsync<TBody>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        TimeSpan within,
        CancellationToken cancellationToken
    )
    {
        var answer = await SendAsync(HttpMethod.Put, path, Json(body, bodyType), within, cancellationToken).ConfigureAwait(false);
        if (answer.Status is not HttpStatusCode.NoContent)
        {
            throw Failed(answer, PceFault.Unreadable, $"204 was expected; the body begins: {ErrorBody.Read(answer.Body).Message}");
        }
    }

    /// <summary>
    /// An object that was provisioned stays active until its deletion is provisioned, too (docs/pce.md#8-draft-and-active).
    /// </summary>
    internal async Task DeleteAsync(string path, TimeSpan within, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Delete, path, content: null, within, cancellationToken).ConfigureAwait(false);
        if (answer.Status is not HttpStatusCode.NoContent)
        {
            throw Failed(answer, PceFault.Unreadable, $"204 was expected; the body begins: {ErrorBody.Read(answer.Body).Message}");
        }
    }

    /// <summary>An answer that says something it must not.</summary>
    internal PceException Unreadable(string what) => new(PceFault.Unreadable, Show(what));

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private async Task<PceAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        TimeSpan within,
        CancellationToken cancellationToken,
        string? prefer = null
    )
    {
        using var request = new HttpRequestMessage(method, UriOf(path)) { Content = content };
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        new CallLimit(method == HttpMethod.Get ? TimeOut : within, _clock.GetUtcNow() + within, _clock.GetTimestamp(), within).AttachTo(
            request
        );
        var answer = await AskAsync(request, within, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess ? answer
            : method != HttpMethod.Get && await IsOfMemberAsync(answer.Status, cancellationToken).ConfigureAwait(false)
                ? throw Failed(answer, PceFault.Member, OnlyTheLeader)
            : throw Failed(answer);
    }

    /// <summary>
    /// Whether a write was refused because this PCE is a member of a supercluster. 405 is enough; with 403, which has other causes too,
    /// the PCE must say so itself. No source says what a member answers (docs/pce.md#19-health-and-superclusters).
    /// </summary>
    private async Task<bool> IsOfMemberAsync(HttpStatusCode status, CancellationToken cancellationToken)
    {
        if (status is not HttpStatusCode.Forbidden)
        {
            return status is HttpStatusCode.MethodNotAllowed;
        }

        try
        {
            var answer = await SendAsync(HttpMethod.Get, "/health", content: null, TimeOut, cancellationToken).ConfigureAwait(false);
            return Membership.IsMember(Parse(answer, PceJson.Default.HealthWireArray), _base.Host);
        }
        catch (PceException)
        {
            return false;
        }
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
        // No inner exceptions: their text may quote what the other side sent, and nobody has struck the secrets out of it.
        catch (TimeoutRejectedException)
        {
            throw new PceException(
                PceFault.Unreachable,
                Show($"{method} {path}: no answer from {_base.Authority} in time ({within.TotalSeconds:0} s at most)")
            );
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new PceException(PceFault.Unreadable, Show($"{method} {path}: {exception.Message}"));
        }
        catch (HttpRequestException exception) when (TlsCheck.In(exception) is { } tls)
        {
            throw new PceException(
                PceFault.Unreachable,
                Show($"{method} {path}: no connection to {_base.Authority}: {tls.Message}", LongestTlsFault)
            )
            {
                IsTls = true,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new PceException(
                PceFault.Unreachable,
                Show($"{method} {path}: no answer from {_base.Authority}: {WithoutAddress(exception.Message)}")
            );
        }
    }

    /// <summary>"Connection refused (pce.example.com:8443)": the address was said already.</summary>
    private static string WithoutAddress(string message) =>
        message.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at
        && message.EndsWith(')')
        && !message[at..].Contains("inner exception", StringComparison.Ordinal)
            ? message[..at]
            : message.Replace(", see inner exception", "", StringComparison.Ordinal);

    /// <summary>Hrefs come from outside: whatever they hold, the request stays on this PCE and below its API.</summary>
    private Uri UriOf(string path)
    {
        var href = path.Split('?', 2)[0];
        return HrefForm().IsMatch(href) && !href.Contains("..", StringComparison.Ordinal)
            ? new Uri(_base, "/api/v2" + path)
            : throw Unreadable($"'{href}' is no href of a PCE");
    }

    private T Parse<T>(PceAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var value = JsonSerializer.Deserialize(answer.Body.Span, type) ?? throw new JsonException("It is null.");
            Items.MustBeThere("$", value as object?[]);
            return value;
        }
        catch (JsonException exception)
        {
            throw Failed(
                answer,
                PceFault.Unreadable,
                $"the body is not what the API describes: {exception.Message.Split(" | LineNumber:")[0].TrimEnd('.')}. "
                    + $"It begins: {ErrorBody.Read(answer.Body).Message}"
            );
        }
    }

    private PceException Failed(PceAnswer answer)
    {
        var error = ErrorBody.Read(answer.Body);
        var fault = answer.Status switch
        {
            HttpStatusCode.Unauthorized => PceFault.Credentials,
            HttpStatusCode.Forbidden => PceFault.Forbidden,
            HttpStatusCode.NotFound => PceFault.NotFound,
            _ when answer.IsBusy => PceFault.Busy,
            >= HttpStatusCode.InternalServerError => PceFault.Server,
            >= HttpStatusCode.BadRequest => PceFault.Rejected,
            _ => PceFault.Unreadable,
        };
        if (fault is PceFault.Credentials)
        {
            return Failed(answer, fault, WrongKey, error.Token);
        }

        var told = answer.Location is { } elsewhere ? $"it redirects to {elsewhere}, where credentials are not carried" : error.Message;
        return Failed(answer, fault, error.Token is null ? told : $"{error.Token}: {told}", error.Token);
    }

    private PceException Failed(PceAnswer answer, PceFault fault, string told, string? token = null)
    {
        var requestId = answer.RequestId is null ? null : _redaction.Show(answer.RequestId, longest: 80);
        var id = requestId is null ? "" : $" (X-Request-Id {requestId})";
        return new PceException(fault, $"{_redaction.Show($"{answer.Method} {answer.Path}")}: {(int)answer.Status}, {Show(told)}{id}")
        {
            Token = token is null ? null : _redaction.Show(token, longest: 80),
            RequestId = requestId,
        };
    }

    [GeneratedRegex(@"\A(/orgs/[0-9]+(/[A-Za-z0-9_.-]+)+|/users/[0-9]+|/health|/noop)\z", RegexOptions.CultureInvariant)]
    private static partial Regex HrefForm();
}
