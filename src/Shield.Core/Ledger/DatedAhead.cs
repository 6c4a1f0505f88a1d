using System.Text.Json.Serialization;

namespace Shield.Core.Ledger;

/// <summary>
/// The ledger holds records that are dated after now: a clock was wrong, when they were recorded or now. None of them counts as of its own
/// date. A reconcile keeps this with its report, so that such a record counts as of the moment at which it was noticed, and does not stay
/// new for as long as its date lies ahead.
/// </summary>
/// <param name="Since">When a reconcile first found them.</param>
/// <param name="Until">The latest date among them.</param>
/// <param name="Count">How many records.</param>
public sealed record DatedAhead(DateTimeOffset Since, DateTimeOffset Until, int Count)
{
    /// <summary>Clocks that are set by NTP differ by less: below this nobody is told, and nothing is kept.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <returns>Null where nothing is dated after now, as it should be.</returns>
    public static DatedAhead? In(LedgerContent content, HistoryTail history, DateTimeOffset now)
    {
        var limit = DateTimeOffset.MaxValue - now > Tolerance ? now + Tolerance : DateTimeOffset.MaxValue;
        var (count, until) = (0, limit);
        foreach (var date in DatesIn(content).Concat(history.Records.Select(record => record.At)))
        {
            if (date > limit)
            {
                count++;
                until = date > until ? date : until;
            }
        }

        return count is 0 ? null : new DatedAhead(now, until, count);
    }

    /// <summary>The same with the moment at which it was first noticed, where an earlier reconcile knew of all of it.</summary>
    public DatedAhead KnownSince(DatedAhead? earlier) =>
        earlier is not null && earlier.Since <= Since && earlier.Until >= Until && earlier.Count >= Count
            ? this with
            {
                Since = earlier.Since,
            }
            : this;

    [JsonIgnore]
    public string Warning =>
        $"the ledger holds {Count} record(s) dated in the future, until {Until:u}: a clock was or is wrong; "
        + $"they count as of {Since:u}, when that was noticed";

    private static IEnumerable<DateTimeOffset> DatesIn(LedgerContent content) =>
        [
            .. content.Sightings.Select(sighting => Latest(sighting.LastSeen, sighting.FirstSeen, sighting.Supported)),
            .. content.States.Select(state => Latest(state.UpdatedAt, state.Archiving?.At, state.Feedback?.At)),
            .. content.OwnAddresses.Select(own => own.LastSeen),
            .. content.PceAddresses.Select(own => own.LastSeen),
            .. content.Acts.Select(act => act.At),
            .. content.Resolutions.Select(resolution => resolution.ResolvedAt),
        ];

    private static DateTimeOffset Latest(DateTimeOffset one, params ReadOnlySpan<DateTimeOffset?> others)
    {
        foreach (var other in others)
        {
            one = other > one ? other.Value : one;
        }

        return one;
    }
}
