using System.Net;
using System.Text.Json.Serialization.Metadata;
using Shield.Core.Reconciling;
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

    /// <summary>A job that takes longer is stuck; the next reconcile asks anew.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="why">What showed that a plain answer may be cut.</param>
    public async Task<T[]> GetAsync<T>(string path, string why, JsonTypeInfo<T[]> type, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var accepted = await client.StartJobAsync(path, cancellationToken).ConfigureAwait(false);
        if (accepted is not { Status: HttpStatusCode.Accepted, Location: { Length: > 0 } job })
        {
            throw client.Unreadable($"GET {path} may be truncated ({why}), and the PCE makes no job of it (status {(int)accepted.Status})");
        }

        var wait = accepted.RetryAfter;
        while (clock.GetElapsedTime(started) < Patience)
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

        throw new PceException(
            PceFault.Busy,
            client.Show($"GET {path}: the PCE's job {job} was not done in {Patience.TotalMinutes:0} minutes")
        );
    }

    private static TimeSpan Bounded(TimeSpan? wait) =>
        wait is not { } asked ? UsualWait
        : asked < LongestWait ? asked
        : LongestWait;
}
