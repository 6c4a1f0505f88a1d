using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;

namespace Shield.Console.Map;

/// <summary>One party through time.</summary>
internal sealed record PartyPast
{
    public required RemoteParty Now { get; init; }

    /// <summary>When it was seen first, by findings or by traffic; null: it is known from history only.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>In which directions a list of ours holds it now.</summary>
    public Directions ListedNow { get; init; }

    /// <summary>What began and ended on our lists, the newest first.</summary>
    public ImmutableArray<ListedChange> Changes { get; init; } = [];

    /// <summary>From when to when it waited for a person; no end: it still does.</summary>
    public (DateTimeOffset From, DateTimeOffset? To)? Held { get; init; }

    /// <summary>Null where nothing was known of it then.</summary>
    public RemoteParty? At(DateTimeOffset moment)
    {
        var listed = ListedNow;
        foreach (var change in Changes.TakeWhile(change => change.At > moment))
        {
            listed = change.IsStart ? listed & ~change.Directions : listed | change.Directions;
        }

        var last = Changes.FirstOrDefault(change => change.At <= moment);
        if (listed is Directions.None && last is null && !(FirstSeen <= moment))
        {
            return null;
        }

        var isHeld = Held is { } held && held.From <= moment && !(held.To <= moment);
        return Now with
        {
            Blocked = listed,
            Wanted = listed,
            ChangedAt = last?.At,
            State =
                listed is not Directions.None ? EntryState.Active
                : isHeld ? EntryState.Held
                : Now.State is null ? null
                : last is not null ? EntryState.Ended
                : Changes.Any(change => change.IsStart) ? EntryState.Pending
                : Now.State is EntryState.Ignored ? EntryState.Ignored
                : EntryState.Ended,
            Reason = null,
        };
    }

    /// <summary>When it waited for a person, by what was decided again; null: never, or not as far as that tells.</summary>
    public static (DateTimeOffset From, DateTimeOffset? To)? HeldOf(ReplayedParty replayed)
    {
        if (replayed.HeldAt is not { } from)
        {
            return null;
        }

        if (replayed.Now.Verdict is Verdict.Hold)
        {
            return (from, null);
        }

        DateTimeOffset?[] ends =
        [
            replayed.BlockedAt,
            replayed.EndedAt,
            .. replayed.Now.Acts.Where(act => act.Kind is not (ActKind.Accept or ActKind.Withdraw)).Select(act => (DateTimeOffset?)act.At),
            replayed.Now.Until,
        ];
        return (from, ends.Where(end => end > from).DefaultIfEmpty(from).Min());
    }
}

/// <param name="IsStart">False: it ended.</param>
internal sealed record ListedChange(DateTimeOffset At, Directions Directions, bool IsStart);
