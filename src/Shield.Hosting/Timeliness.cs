using Shield.Aws;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;

namespace Shield.Hosting;

/// <summary>
/// Whether news is worth a reconcile now. Two small reads tell, the lease and the end of history, before anything large is read: there is
/// one reconcile a window (law 11), none where a later round has seen the news already, and none where the version bucket is empty.
/// What knows no window, such as a person's request and the schedule, waits only where the clock of this machine is wrong.
/// </summary>
public sealed class Timeliness(TimeProvider clock)
{
    /// <summary>By so much the clocks of two instances differ at most: AWS keeps them to some milliseconds.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A clock that is farther from AWS's is wrong. Whoever takes a lease by it writes a date into it that others go by, and may take
    /// theirs for run out.
    /// </summary>
    private static readonly TimeSpan LargestDifference = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Of this instance, whatever came of it: what fails leaves nothing in the ledger, and is not to be tried without a pause.
    /// </summary>
    private DateTimeOffset? _beganAt;

    public void Began() => _beganAt = clock.GetUtcNow();

    /// <param name="request">Who asks, and since when there is news.</param>
    /// <param name="ledger">Of which the lease and the history tell what others did.</param>
    /// <param name="settings">The window and the rate of policy versions.</param>
    /// <param name="date">AWS's clock, where the ledger is a table: read after the ledger has answered. Null for a file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null where it is worth a reconcile now.</returns>
    public async Task<Wait?> FindWaitAsync(
        ReconcileRequest request,
        ILedgerReader ledger,
        ShieldSettings settings,
        AwsDate? date,
        CancellationToken cancellationToken
    )
    {
        var lease = await ledger.ReadLeaseAsync(cancellationToken);
        if (date?.Ahead is { } ahead && ahead.Duration() > LargestDifference)
        {
            var how = ahead > TimeSpan.Zero ? "ahead of" : "behind";
            return new Wait(TimeSpan.Zero, $"the clock here is {ahead.Duration().TotalSeconds:0} s {how} AWS's: it takes no lease");
        }

        if (request is not { AtOnce: false, Since: { } since, Latest: { } latest })
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var last = ReconcileReport.FromJson(lease.CompletedReport);
        if (last is { IsGood: true, BeganAt: { } began } && began > latest + Margin && began <= now + Margin)
        {
            return new Wait(null, "a reconcile that began later has seen this news");
        }

        var due = DueAt(since, last?.BeganAt, settings.Window, now);
        if (due > now)
        {
            return new Wait(due - now, "the window of this news is open: it is gathered for one policy version (Reconcile:Window)");
        }

        if (lease.Holder is { } holder && lease.Until > now)
        {
            return new Wait(TimeSpan.Zero, $"{holder} reconciles; what it may not have seen comes after it");
        }

        var bucket = VersionBucket.Of(
            await ledger.ReadHistoryAsync(now - SituationReader.Day, cancellationToken),
            settings.VersionsPerHour,
            now
        );
        return bucket.HasToken
            ? null
            : new Wait(
                bucket.NextToken - now,
                "no policy version is left (Reconcile:VersionsPerHour); the next token is waited for",
                IsForToken: true
            );
    }

    /// <summary>
    /// The end of the window that the first news opened, or that the last reconcile did; a date ahead of now opens it now.
    /// </summary>
    private DateTimeOffset DueAt(DateTimeOffset since, DateTimeOffset? lastBegan, TimeSpan window, DateTimeOffset now) =>
        new[] { since, lastBegan, _beganAt }.OfType<DateTimeOffset>().Select(date => date < now ? date : now).Max() + window;
}

/// <param name="For">How long; null where it is worth no reconcile at all.</param>
/// <param name="Why">For the log.</param>
/// <param name="IsForToken">The version bucket is empty.</param>
public sealed record Wait(TimeSpan? For, string Why, bool IsForToken = false);
