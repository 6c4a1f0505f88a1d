namespace Shield.Core.Ledger;

/// <summary>The ledger's note of when the PCE's workloads were last read for own addresses.</summary>
public static class WorkloadsNote
{
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>A note that is dated after now does not count: whatever clock wrote it, it says nothing of when they were read.</summary>
    public static bool IsDue(DateTimeOffset? last, DateTimeOffset now) =>
        last is not { } at || at > now + DatedAhead.Tolerance || now - at >= Every;

    /// <summary>
    /// The later one stays, whichever is recorded first. But a note that lies more than a day after the one that is recorded now is of a
    /// clock that ran ahead, and goes: the workloads would be read at every reconcile until that date.
    /// </summary>
    public static DateTimeOffset Merge(DateTimeOffset known, DateTimeOffset told) => told > known || known - told > Every ? told : known;
}
