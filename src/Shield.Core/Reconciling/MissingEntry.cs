using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// An entry that the last outcome left active, that is not active now, and that no intent of ours ended: perhaps removed by hand (law 6),
/// which <see cref="MissingEntries"/> must prove.
/// </summary>
internal sealed record MissingEntry(ListPurpose List, Indicator Entry, string OutcomeHash)
{
    private static readonly TimeSpan Suppression = TimeSpan.FromHours(24);

    public static ImmutableArray<MissingEntry> Find(ImmutableArray<ListPair> lists, PceMode mode, HistoryTail history)
    {
        // What stood on the lists of the other mode was never on these.
        if (history.Baseline is not { } baseline || history.ModeOf(baseline) != mode)
        {
            return [];
        }

        ImmutableArray<EntryChange> unfinished = history.UnfinishedIntent() is { } record
            ? [.. Intent.Read(record).All.Select(one => one.Change)]
            : [];
        var ended = new EndedByUs(unfinished);
        return
        [
            .. from pair in lists
            where pair.Active is not null && pair.Draft.Pending is not PendingUpdate.Delete
            let active = pair.Active!.Entries.Where(pair.Draft.Mark.Blocks).Select(entry => entry.What).ToHashSet()
            from entry in baseline.On(pair.List)
            where !active.Contains(entry) && !ended.Explains(pair.List, entry, active)
            select new MissingEntry(pair.List, entry, baseline.OutcomeHash),
        ];
    }

    /// <summary>Made of what happened, so that seeing it twice records it once.</summary>
    public string ActId =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{OutcomeHash}\n{List.ToWord()}\n{Entry}")))[..32];

    /// <param name="version">The policy version that took it off.</param>
    /// <param name="known">The removal came after all of it: the entry stood there because of it.</param>
    /// <param name="ahead">What of it is dated after now; null for nothing.</param>
    /// <param name="now">
    /// The moment, by a clock that may be behind the ones that dated evidence and acts (see <see cref="Act.After"/>). Where records dated
    /// after now are known for a while, the clock that dated them was ahead, and this one is right.
    /// </param>
    public Act ToAct(PolicyVersion version, LedgerContent known, DatedAhead? ahead, DateTimeOffset now)
    {
        var supported = known.Sightings.Max(sighting => sighting.Supported);
        var isNews = ahead is null || now - ahead.Since <= DatedAhead.Tolerance;
        var at = isNews && supported > now && supported.Value - now > DatedAhead.Tolerance ? supported.Value : now;
        var latest = known.Acts.Select(act => act.At).Where(date => isNews || date <= now).Append(DateTimeOffset.MinValue).Max();
        return ToAct(version, latest < at ? at : latest + TimeSpan.FromTicks(1));
    }

    private Act ToAct(PolicyVersion version, DateTimeOffset at) =>
        new()
        {
            Id = ActId,
            Kind = ActKind.RemovedByHand,
            Indicator = Entry,
            Directions = List.ToDirection().ToSet(),
            At = at,
            Until = at + Suppression,
            Who = version.CreatedBy ?? "somebody",
            Why = $"removed on the PCE by policy version {version.Number}",
        };

    /// <summary>
    /// What an intent without an outcome was about to take off: it may have come to that before it was killed. Not where it was to put
    /// something else in the place of an entry (the rest of a block that was cut, a summary), and nothing of that is there: then the intent
    /// did not take effect, and somebody else took the entry off.
    /// </summary>
    private sealed class EndedByUs(ImmutableArray<EntryChange> changes)
    {
        private readonly HashSet<EntryChange> _ended = [.. changes.Where(change => !change.IsStart)];
        private readonly RangeIndex<EntryChange> _begun = RangeIndex.Of(
            changes.Where(change => change is { IsStart: true, Entry.IsDomain: false }),
            change => change.Entry.Range
        );

        public bool Explains(ListPurpose list, Indicator entry, HashSet<Indicator> active)
        {
            var instead = entry.IsDomain ? [] : _begun.Overlapping(entry.Range).Where(change => change.List == list).ToList();
            return _ended.Contains(new EntryChange(list, entry, IsStart: false))
                && (instead is [] || instead.Any(change => active.Contains(change.Entry)));
        }
    }
}
