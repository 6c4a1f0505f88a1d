using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Shield.Pce.Calling;

/// <summary>
/// What may be asked again. A GET: whenever no answer came or the server was busy or broken. Anything that writes: only after 429 or
/// the database-lock 406, which are answers and say that nothing was done (law 13).
/// </summary>
internal static partial class PceRetries
{
    private const int MostRetries = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan ShortestTimeOut = TimeSpan.FromMilliseconds(1);

    public static ResiliencePipeline<HttpResponseMessage> Build(TimeProvider clock, Func<double> random, ILogger logger) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = MostRetries,
                    ShouldHandle = async args =>
                        await MayBeAskedAgainAsync(args.Outcome, args.Context.GetRequestMessage(), args.Context.CancellationToken)
                            .ConfigureAwait(args.Context.ContinueOnCapturedContext)
                        && clock.GetUtcNow() + LongestWait(args.Outcome.Result, args.AttemptNumber, clock)
                            < CallLimit.Of(args.Context.GetRequestMessage()).Deadline,
                    DelayGenerator = args =>
                        ValueTask.FromResult<TimeSpan?>(
                            LongestWait(args.Outcome.Result, args.AttemptNumber, clock)
                                * (RetryAfter(args.Outcome.Result, clock) is null ? 0.5 + (random() / 2) : 1)
                        ),
                    OnRetry = args =>
                    {
                        LogRetry(logger, args.Context.GetRequestMessage(), args.Outcome.Result, args.RetryDelay);
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .AddTimeout(
                new TimeoutStrategyOptions
                {
                    TimeoutGenerator = args =>
                    {
                        var limit = CallLimit.Of(args.Context.GetRequestMessage());
                        var left = limit.Deadline - clock.GetUtcNow();

                        // Never zero or less: Polly takes that for no time-out at all.
                        return ValueTask.FromResult(
                            left >= limit.Attempt ? limit.Attempt
                            : left > ShortestTimeOut ? left
                            : ShortestTimeOut
                        );
                    },
                }
            )
            .Build();

    /// <summary>One of the two answers by which the PCE says: not now, nothing was done.</summary>
    public static async Task<bool> IsBusyAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.NotAcceptable => ErrorBody.IsDatabaseLock(
                await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
            ),
            _ => false,
        };

    private static async Task<bool> MayBeAskedAgainAsync(
        Outcome<HttpResponseMessage> outcome,
        HttpRequestMessage? request,
        CancellationToken cancellationToken
    )
    {
        var isSafe = request?.Method == HttpMethod.Get;
        return outcome switch
        {
            { Result: { } response } when await IsBusyAsync(response, cancellationToken).ConfigureAwait(false) => true,
            { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } =>
                isSafe,
            { Exception: TimeoutRejectedException } => isSafe,
            {
                Exception: HttpRequestException
                {
                    HttpRequestError: not (HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded)
                }
            } => isSafe,
            _ => false,
        };
    }

    private static TimeSpan LongestWait(HttpResponseMessage? response, int attempt, TimeProvider clock) =>
        RetryAfter(response, clock) ?? FirstWait * Math.Pow(2, attempt);

    // A zero would mean to ask again at once, and again.
    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider clock)
    {
        var wait = response?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static void LogRetry(ILogger logger, HttpRequestMessage? request, HttpResponseMessage? response, TimeSpan wait)
    {
        var status = response is null ? "no answer" : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        LogRetry(logger, request?.Method.Method, request?.RequestUri?.AbsolutePath, status, Math.Round(wait.TotalSeconds, 1));
    }

    [LoggerMessage(2001, LogLevel.Warning, "{Method} {Path}: {Status}, asking again in {Seconds} s")]
    private static partial void LogRetry(ILogger logger, string? method, string? path, string status, double seconds);
}
