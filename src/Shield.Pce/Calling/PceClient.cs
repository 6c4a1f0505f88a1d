using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Shield.Core.Reconciling;
using Shield.Pce.Wire;

namespace Shield.Pce.Calling;

/// <summary>
/// Talks to one organisation of one PCE. Every call gives the whole answer that was asked for or throws a <see cref="PceException"/>
/// that says which request, what came back and under which X-Request-Id; never a secret.
/// </summary>
public sealed class PceClient : IDisposable
{
    /// <summary>
    /// A plain GET returns at most this many objects, and the PCE does not say that there are more (docs/pce.md#4-collections).
    /// </summary>
    internal const int MostRows = 500;

    internal static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PatienceOfReads = TimeSpan.FromSeconds(60);

    /// <summary>A job that takes longer is stuck; the next reconcile asks anew.</summary>
    private static readonly TimeSpan PatienceOfJobs = TimeSpan.FromMinutes(5);

    private readonly PceConnection _connection;
    private readonly AnswerFaults _faults;
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

        _clock = clock;
        _redaction = new Redaction(options.Keys());
        _faults = new AnswerFaults(_redaction);
        _connection = new PceConnection(options, _redaction, handler, clock, random, logger);
        Organization = $"/orgs/{options.OrgId}";
    }

    /// <summary>Where the PCE answers.</summary>
    public Uri Url => _connection.Url;

    /// <summary>
    /// How far its clock is ahead of ours, by the Date of its last answer, which it tells to the second; null before there was one.
    /// </summary>
    public TimeSpan? ClockAhead => _connection.ClockAhead;

    /// <summary>The href under which everything of ours lies, such as <c>/orgs/1</c>.</summary>
    internal string Organization { get; }

    public void Dispose() => _connection.Dispose();

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
        return _faults.Parse(answer, type);
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
        var (rows, job) = await CollectAsync(path, job: null, PatienceOfJobs, type, cancellationToken).ConfigureAwait(false);
        return rows
            ?? throw new PceException(
                PceFault.Busy,
                Show($"GET {path}: the PCE's job {job} was not done in {PatienceOfJobs.TotalMinutes:0} minutes")
            );
    }

    /// <summary>A collection, whole, as far as the time allows.</summary>
    /// <param name="job">The job that an earlier call left over; null to begin. One that is gone is begun anew.</param>
    /// <param name="patience">So long a job is waited for.</param>
    /// <returns>The rows, or the job that was not done yet.</returns>
    internal async Task<(T[]? Rows, string? Job)> CollectAsync<T>(
        string path,
        string? job,
        TimeSpan patience,
        JsonTypeInfo<T[]> type,
        CancellationToken cancellationToken
    )
    {
        var jobs = new AsyncCollection(this, _clock);
        T[]? all;
        try
        {
            if (job is not null)
            {
                all = await jobs.FinishAsync(path, job, wait: null, patience, type, cancellationToken).ConfigureAwait(false);
                return (Checked(path, all), job);
            }
        }
        catch (PceException gone) when (gone.Fault is PceFault.NotFound)
        {
            // A PCE forgets its jobs after a while.
        }

        var answer = await SendAsync(HttpMethod.Get, path, content: null, PatienceOfReads, cancellationToken).ConfigureAwait(false);
        var rows = _faults.Parse(answer, type);
        if (rows.Length < MostRows && !(answer.MatchedCount > rows.Length))
        {
            return (Checked(path, rows), null);
        }

        var why = $"{rows.Length} rows came, {answer.MatchedCount?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"} matched";
        (job, var wait) = await jobs.StartAsync(path, why, cancellationToken).ConfigureAwait(false);
        all = await jobs.FinishAsync(path, job, wait, patience, type, cancellationToken).ConfigureAwait(false);
        return (Checked(path, all), job);
    }

    private T[]? Checked<T>(string path, T[]? rows) =>
        rows is not null && Items.Twice(rows.OfType<IHasHref>()) is { } twice ? throw Unreadable($"GET {path} shows {twice} twice") : rows;

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
        return (_faults.Parse(answer, type), answer.RetryAfter);
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
        return _faults.Parse(answer, type);
    }

    /// <summary>A PUT answers 204. A page of HTML with status 200 comes from a proxy in between, and nothing was written.</summary>
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
            throw _faults.OfUnexpected(answer);
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
            throw _faults.OfUnexpected(answer);
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
        var answer = await _connection.SendAsync(method, path, content, within, prefer, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess ? answer
            : method != HttpMethod.Get && await IsOfMemberAsync(answer.Status, cancellationToken).ConfigureAwait(false)
                ? throw _faults.OfMember(answer)
            : throw _faults.Of(answer);
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
            return Membership.IsMember(_faults.Parse(answer, PceJson.Default.HealthWireArray), Url.Host);
        }
        catch (PceException)
        {
            return false;
        }
    }
}
