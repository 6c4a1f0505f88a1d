using System.Net;
using System.Text.Json.Serialization.Metadata;
using Shield.Pce.Wire;

namespace Shield.Pce.Calling;

/// <summary>
/// Reads a whole collection. A plain GET stops at 500 objects and does not say so; therefore the PCE is asked for a job. It answers 202
/// with the job's href. The job is polled until it is done, and then its data file holds all objects (docs/pce.md#4-collections).
/// </summary>
internal sealed class AsyncCollection(PceClient client, TimeProvider clock)
{
    /// <summary>Where the PCE does not say; PCEs said 5 s.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <param name="why">What showed that a plain answer may be cut.</param>
    /// <returns>The job's href, and the wait that the PCE asks for before the first look at it.</returns>
    public async Task<(string Job, TimeSpan? Wait)> StartAsync(string path, string why, CancellationToken cancellationToken)
    {
        var accepted = await client.StartJobAsync(path, cancellationToken).ConfigureAwait(false);
        return accepted is { Status: HttpStatusCode.Accepted, Location: { Length: > 0 } job }
            ? (job, accepted.RetryAfter)
            : throw client.Unreadable(
                $"GET {path} may be truncated ({why}), and the PCE makes no job of it (status {(int)accepted.Status})"
            );
    }

    /// <param name="wait">Before the first look; null where the PCE did not say.</param>
    /// <param name="patience">So long the job is looked at.</param>
    /// <returns>Null where it was not done by then.</returns>
    public async Task<T[]?> FinishAsync<T>(
        string path,
        string job,
        TimeSpan? wait,
        TimeSpan patience,
        JsonTypeInfo<T[]> type,
        CancellationToken cancellationToken
    )
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) + Bounded(wait) <= patience)
        {
            await Task.Delay(Bounded(wait), clock, cancellationToken).ConfigureAwait(false);
            (var state, wait) = await client.LookAsync(job, PceJson.Default.JobWire, cancellationToken).ConfigureAwait(false);
            switch (state.Status)
            {
                case "done" when state.Result?.Href is { } file:
                    return await client.GetAsync(file, type, cancellationToken).ConfigureAwait(false);
                case "done" or "failed":
                    throw client.Unreadable($"GET {path}: the PCE's job {job} {state.Status} without a result: {state.Result?.Message}");
            }
        }

        return null;
    }

    private static TimeSpan Bounded(TimeSpan? wait) =>
        wait is not { } asked ? UsualWait
        : asked < LongestWait ? asked
        : LongestWait;
}
