using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// Law 11: policy versions pass a bucket, a burst of 10 and then so many an hour, since each one makes every host in scope fetch policy.
/// What an intent that took a token left over stands in that intent, so history is all that instances need to share it: the last such
/// intent says everything. Counting the intents of a window would not: at a steady spending the burst would come back with every window.
/// </summary>
public sealed record VersionBucket
{
    public const int Burst = 10;

    /// <summary>So many units are one token that an hourly rate is a whole number of units a tick: nothing is ever rounded.</summary>
    private const long Token = TimeSpan.TicksPerHour;

    private const long Full = Burst * Token;

    private readonly long _level;
    private readonly int _perHour;
    private readonly DateTimeOffset _now;

    private VersionBucket(long level, int perHour, DateTimeOffset now) => (_level, _perHour, _now) = (level, perHour, now);

    public bool HasToken => _level >= Token;

    /// <summary>When a token is there; now, where one is.</summary>
    public DateTimeOffset NextToken => _now + TimeToFill(_level, Token, _perHour);

    /// <summary>What is left without having taken one: for an intent whose token was taken already.</summary>
    public long Left => _level;

    /// <summary>What is left after taking a token.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public long LeftAfterTaking => HasToken ? _level - Token : throw new InvalidOperationException("an empty bucket gives nothing");

    /// <param name="history">At least of the last 10 hours, in which the bucket fills at the lowest rate that there is, one an
    /// hour.</param>
    /// <param name="perHour"><c>Reconcile:VersionsPerHour</c>, at least 1.</param>
    /// <param name="now">The moment that is asked about.</param>
    public static VersionBucket Of(HistoryTail history, int perHour, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perHour, 1);
        var last = history
            .Records.AsEnumerable()
            .Reverse()
            .Where(record => record.Kind is HistoryKind.Intent && record.At <= now + DatedAhead.Tolerance)
            .Select(record => (record.At, Left: IntentJson.ReadSummary(record).VersionsLeft))
            .FirstOrDefault(intent => intent.Left is not null);
        return new VersionBucket(last.Left is { } left ? Filled(Math.Clamp(left, 0, Full), perHour, now - last.At) : Full, perHour, now);
    }

    // An intent may lie ahead of our clock a little, where clocks differ: it is of now. One that lies farther ahead was written by a wrong
    // clock, and does not count.
    private static long Filled(long level, int perHour, TimeSpan since) =>
        since <= TimeSpan.Zero ? level
        : since >= TimeToFill(level, Full, perHour) ? Full
        : level + (since.Ticks * perHour);

    private static TimeSpan TimeToFill(long from, long to, int perHour) =>
        TimeSpan.FromTicks((Math.Max(0, to - from) + perHour - 1) / perHour);
}
