using System.Collections.Immutable;
using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>Whom the ledger knows, seen from one list: which decision an entry goes back to.</summary>
internal sealed class KnownParties
{
    private readonly ListPurpose _list;
    private readonly Dictionary<Indicator, Decision> _byIndicator;
    private readonly ImmutableArray<Decision> _ranges;
    private readonly ImmutableArray<Decision> _wide;
    private readonly RangeSet _all;

    private KnownParties(ListPurpose list, ImmutableArray<Decision> decisions)
    {
        _list = list;
        _byIndicator = decisions.Where(decision => decision.Lists().Contains(list)).ToDictionary(decision => decision.Indicator);
        _ranges = [.. decisions.Where(decision => !decision.Indicator.IsDomain)];
        _wide = [.. _ranges.Where(decision => !decision.Indicator.Range.IsSingle)];
        _all = RangeSet.Of(_ranges.Select(decision => decision.Indicator.Range));
        Held = RangeSet.Of(_ranges.Where(decision => decision.Holds(list)).SelectMany(decision => decision.On(list).Entries));
    }

    /// <summary>What waits for a person: such an entry is not added, and not taken off.</summary>
    public RangeSet Held { get; }

    public static KnownParties Of(ListPurpose list, ImmutableArray<Decision> decisions) => new(list, decisions);

    /// <summary>The decision about exactly that, or about the whole that it is a piece of.</summary>
    public Decision? About(Indicator entry, EntryMark mark) =>
        _byIndicator.GetValueOrDefault(entry) ?? (entry.IsDomain ? null : _wide.FirstOrDefault(whole => IsPieceOf(whole, entry.Range, mark)));

    /// <summary>
    /// Of an entry that the ledger does not know: why an operator's word about a range around it ends it, such as an unblock of its /28; null
    /// where nobody said so, or where a block of a range around it stands.
    /// </summary>
    public string? WhyUndone(Indicator entry)
    {
        if (entry.IsDomain || !_all.Overlaps(entry.Range))
        {
            return null;
        }

        var around = _wide.Where(whole => whole.Indicator.Range.Covers(entry.Range)).Select(whole => whole.On(_list)).ToList();
        return around.Exists(answer => answer.Verdict is not Verdict.Ignore)
            ? null
            : around.Select(answer => answer.Reason).FirstOrDefault(reason => reason is ReasonCode.Suppressed or ReasonCode.Rejected or ReasonCode.RemovedByHand);
    }

    public bool Touches(Indicator entry) => !entry.IsDomain && _all.Overlaps(entry.Range);

    /// <summary>Of a summary: why one that it stood for is blocked no longer.</summary>
    public string WhyEnded(Indicator summary) =>
        _ranges.Where(decision => decision.Indicator.Overlaps(summary) && decision.On(_list).Verdict is Verdict.Ignore).Select(decision => decision.On(_list).Reason).FirstOrDefault()
        ?? ReasonCode.Suppressed;

    /// <summary>Held ones that a summary kept on the list: they stay on it, each with an entry of its own.</summary>
    public IEnumerable<Addition> HeldWithin(AddressRange summary) =>
        from decision in _ranges
        where decision.Holds(_list) && decision.Indicator.Range.Overlaps(summary)
        let origin = OriginOf(decision)
        where origin is not null
        let answer = decision.On(_list) with { Origin = origin }
        from piece in decision.On(_list).Entries
        where summary.Covers(piece)
        select new Addition(_list, new Indicator(piece), decision.Indicator, answer);

    private Origin? OriginOf(Decision held) => held.On(_list).Origin
        ?? (held.Sightings.MaxBy(sighting => (sighting.Severity, sighting.LastSeen)) is { } strongest ? new Origin(strongest.Latest.Type, strongest.Key.Finding.Id) : null);

    // A cut block stands on the list in pieces; the mark says of which finding or act each is a piece.
    private static bool IsPieceOf(Decision whole, AddressRange entry, EntryMark mark) =>
        whole.Indicator.Range.Covers(entry)
        && (whole.Acts.Any(act => act.Id == mark.Id) || whole.Sightings.Any(sighting => mark.Id.Length > 0 && sighting.Key.Finding.Id.StartsWith(mark.Id, StringComparison.Ordinal)));
}
