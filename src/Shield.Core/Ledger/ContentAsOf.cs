using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Core.Ledger;

/// <summary>
/// What the ledger holds, as it counts at one moment. Merging keeps the greatest date there is, whatever clock wrote it; so a date after
/// now is put right here, each time that something is decided, and never where it is stored.
/// </summary>
public static class ContentAsOf
{
    /// <summary>The same content, where nothing is dated after now.</summary>
    /// <param name="content">As it is stored.</param>
    /// <param name="now">The moment.</param>
    /// <param name="noticed">When a reconcile first found dates that lie ahead; null: just now.</param>
    public static LedgerContent AsOf(this LedgerContent content, DateTimeOffset now, DateTimeOffset? noticed)
    {
        var since = noticed < now ? noticed.Value : now;
        return content with
        {
            Sightings = Each(content.Sightings, sighting => sighting.AsOf(now, since)),
            States = StatesAsOf(content, now, since),
            OwnAddresses = Each(content.OwnAddresses, own => own.LastSeen > now ? own with { LastSeen = since } : own),
            PceAddresses = Each(content.PceAddresses, own => own.LastSeen > now ? own with { LastSeen = since } : own),
            Acts = content.Acts.AsOf(now, since),
            Resolutions = Each(content.Resolutions, resolution => resolution.ResolvedAt > now ? Moved(resolution, since) : resolution),
        };
    }

    /// <summary>
    /// Acts as they count, in their order. One that is dated after now was recorded before now all the same: it is in force at once, for as
    /// long as it was meant to be, and gives way to whatever was recorded after it. The order of recording is in the ids
    /// (<see cref="Act.After"/>).
    /// </summary>
    public static ImmutableArray<Act> AsOf(this ImmutableArray<Act> acts, DateTimeOffset now, DateTimeOffset? noticed)
    {
        if (acts.All(act => act.At <= now && act.Order == act.At))
        {
            return acts.WithoutWithdrawn();
        }

        var since = noticed < now ? noticed.Value : now;
        var counted = ImmutableArray.CreateBuilder<Act>(acts.Length);
        var next = DateTimeOffset.MaxValue;
        foreach (var act in acts.OrderByDescending(act => act.Order).ThenByDescending(act => act.Id, StringComparer.Ordinal))
        {
            // Not later than what was recorded after it, whatever its date: one that had to wait for its date would begin anew when that
            // comes.
            var at = act.At > now ? since : act.At;
            at = act.HasOrder && at > next ? next - TimeSpan.FromTicks(1) : at;
            next = act.HasOrder && at < next ? at : next;
            counted.Add(at == act.At ? act : act with { At = at, Until = Moved(act.Until, at - act.At) });
        }

        return counted.Order().ToImmutableArray().WithoutWithdrawn();
    }

    /// <summary>
    /// An act that was taken back ends with the withdrawal. It stays among the acts, since entries on the PCE may carry its id. A
    /// withdrawal that was itself taken back takes nothing back.
    /// </summary>
    private static ImmutableArray<Act> WithoutWithdrawn(this ImmutableArray<Act> acts)
    {
        var withdrawals = Withdrawals.In(acts);
        return withdrawals.IsEmpty
            ? acts
            : Each(acts, act => withdrawals.TryGetValue(act.Id, out var by) && !(act.Until <= by.At) ? act with { Until = by.At } : act);
    }

    private static Sighting AsOf(this Sighting sighting, DateTimeOffset now, DateTimeOffset since)
    {
        var first = sighting.FirstSeen > now ? since : sighting.FirstSeen;
        var ahead = since > first ? since : first;
        var supported = sighting.Supported switch
        {
            { } at when at > now => ahead,

            // It arrived before it happened: the clock that dated its arrival was behind, and must not make a fresh report a stale one.
            // (What a feed lists counts from before it was read where the list itself says when it ends.)
            { } at when at < sighting.FirstSeen && sighting.LastSeen <= now && sighting.Key.Finding.Feed is null => sighting.LastSeen,
            var at => at,
        };
        var last = sighting.LastSeen > now ? ahead : sighting.LastSeen;
        return first == sighting.FirstSeen && last == sighting.LastSeen && supported == sighting.Supported
            ? sighting
            : sighting with
            {
                FirstSeen = first,
                LastSeen = last,
                Supported = supported,
            };
    }

    /// <summary>
    /// These dates are GuardDuty's own. One that lies ahead wins no more over one that does not, and what it withdrew is supported again by
    /// a report that came after it was noticed: merging keeps the greatest date only, so the state itself does not tell of that report.
    /// </summary>
    private static ImmutableArray<FindingState> StatesAsOf(LedgerContent content, DateTimeOffset now, DateTimeOffset since)
    {
        if (!content.States.Any(state => state.UpdatedAt > now || state.Archiving?.At > now || state.Feedback?.At > now))
        {
            return content.States;
        }

        var supported = content
            .Sightings.Where(sighting => sighting.Supported > since && sighting.Supported <= now)
            .Select(sighting => sighting.Key.Finding)
            .ToHashSet();
        return Each(
            content.States,
            state =>
            {
                var record = state.UpdatedAt > now ? since : state.UpdatedAt;
                var archiving = state.Archiving is { } call && call.At > now ? call with { At = since } : state.Archiving;
                var feedback = state.Feedback is { } word && word.At > now ? word with { At = since } : state.Feedback;
                var isOverruled = supported.Contains(state.Key);
                return state with
                {
                    UpdatedAt = record,
                    Archived = state.Archived && !(state.UpdatedAt > now && isOverruled),
                    Archiving = state.Archiving?.At > now && isOverruled ? null : archiving,
                    Feedback = feedback,
                };
            }
        );
    }

    private static Resolution Moved(Resolution resolution, DateTimeOffset to) =>
        resolution with
        {
            ResolvedAt = to,
            Until = Moved(resolution.Until, to - resolution.ResolvedAt)!.Value,
        };

    private static DateTimeOffset? Moved(DateTimeOffset? until, TimeSpan by) =>
        until switch
        {
            null => null,
            { } at when by > DateTimeOffset.MaxValue - at => DateTimeOffset.MaxValue,
            { } at when by < DateTimeOffset.MinValue - at => DateTimeOffset.MinValue,
            { } at => at + by,
        };

    private static ImmutableArray<T> Each<T>(ImmutableArray<T> all, Func<T, T> change)
        where T : class
    {
        ImmutableArray<T>.Builder? changed = null;
        for (var i = 0; i < all.Length; i++)
        {
            var one = change(all[i]);
            if (!ReferenceEquals(one, all[i]))
            {
                changed ??= all.ToBuilder();
                changed[i] = one;
            }
        }

        return changed?.MoveToImmutable() ?? all;
    }
}
