using Shield.Core.Telling;

namespace Shield.Service.Sources;

/// <summary>How one source stands, for <c>/readyz</c>. Several requests of the webhook write it at once.</summary>
/// <param name="kind"><c>webhook</c>, <c>folder</c>, <c>queue</c>, <c>export</c> or <c>feeds</c>.</param>
/// <param name="place">Which one, for people: a path or an address.</param>
internal sealed class SourceState(string kind, string place, TimeProvider clock)
{
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private SourceStatus _status = new() { Kind = kind, Place = place };

    public SourceStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>What is wrong with it, as news: once it has lasted for some minutes. Null where it works.</summary>
    public Problem? Problem =>
        Status is { Fault: { } fault } status
            ? Problem.InHost($"source:{status.Kind}", $"{status.Kind}: {fault}") with
            {
                Patience = Lasting,
            }
            : null;

    public void Recorded(int findings, int rejected) =>
        Change(status =>
            status with
            {
                Findings = status.Findings + findings,
                Rejected = status.Rejected + rejected,
                LastAt = findings > 0 ? clock.GetUtcNow() : status.LastAt,
            }
        );

    /// <summary>It was looked at, and works.</summary>
    public void Works() => Change(status => status with { Fault = null, RetryAt = null });

    /// <returns>Whether that is another fault than before: worth a line of the log.</returns>
    public bool Failed(string why, DateTimeOffset? retryAt)
    {
        var before = Status.Fault;
        Change(status => status with { Fault = why, RetryAt = retryAt });
        return before != why;
    }

    private void Change(Func<SourceStatus, SourceStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status);
        }
    }
}

internal sealed record SourceStatus
{
    public required string Kind { get; init; }

    public required string Place { get; init; }

    /// <summary>Findings recorded since the start, duplicates among them.</summary>
    public long Findings { get; init; }

    /// <summary>Parts that were not understood since the start.</summary>
    public long Rejected { get; init; }

    /// <summary>When something was recorded last; null: not since the start.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>What is wrong now; null where it works.</summary>
    public string? Fault { get; init; }

    /// <summary>When it is tried again; null where nothing is wrong, or where it is for the sender to try again.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
