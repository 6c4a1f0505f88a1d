using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>Whom the ledger knows, seen from one list: which decision an entry goes back to.</summary>
internal sealed class KnownParties
{
    private readonly ListPurpose _list;
    private readonly Dictionary<Indicator, Decision> _byIndicator;
    private readonly RangeIndex<Decision> _ranges;

    // Made when first asked for: a block may stand in many pieces, and many findings and acts may be about it.
    private readonly Dictionary<Indicator, KnownIds> _ids = [];

    private KnownParties(ListPurpose list, ImmutableArray<Decision> decisions)
    {
        _list = list;
        _byIndicator = decisions.Where(decision => decision.Lists().Contains(list)).ToDictionary(decision => decision.Indicator);
        _ranges = RangeIndex.Of(decisions.Where(decision => !decision.Indicator.IsDomain), decision => decision.Indicator.Range);
        Held = RangeSet.Of(
            decisions
                .Where(decision => !decision.Indicator.IsDomain && decision.Holds(list))
                .SelectMany(decision => decision.On(list).Entries)
        );
    }

    /// <summary>What waits for a person: such an entry is not added, and not taken off.</summary>
    public RangeSet Held { get; }

    public static KnownParties Of(ListPurpose list, ImmutableArray<Decision> decisions) => new(list, decisions);

    /// <summary>The decision about exactly that, or about the whole that it is a piece of.</summary>
    public Decision? About(Indicator entry, EntryMark mark) =>
        _byIndicator.GetValueOrDefault(entry)
        ?? (
            entry.IsDomain
                ? null
                : _ranges.Covering(entry.Range).FirstOrDefault(whole => !whole.Indicator.Range.IsSingle && IsOf(whole, mark))
        );

    /// <summary>
    /// Of an entry that the ledger does not know: what of it an operator undid since, such as by an unblock of one address in it or of a
    /// range around it, and why. What a block of a range around it still asks for was not undone.
    /// </summary>
    public ImmutableArray<(AddressRange Range, string Reason)> UndoneIn(Indicator entry)
    {
        if (entry.IsDomain)
        {
            return [];
        }

        var met = _ranges.Overlapping(entry.Range).Select(decision => (decision.Indicator.Range, Answer: decision.On(_list))).ToList();
        var blocked = RangeSet.Of(
            met.Where(one => one.Answer.Verdict is not Verdict.Ignore && one.Range.Covers(entry.Range))
                .SelectMany(one => one.Answer.Entries)
        );
        var whole = RangeSet.Of([entry.Range]);
        return
        [
            .. from one in met
            where
                one.Answer is { Verdict: Verdict.Ignore, Reason: ReasonCode.Suppressed or ReasonCode.Rejected or ReasonCode.RemovedByHand }
            from undone in RangeSet.Of([one.Range]).Intersect(whole).Subtract(blocked).Ranges
            select (undone, one.Answer.Reason),
        ];
    }

    public bool Touches(Indicator entry) => !entry.IsDomain && !_ranges.Overlapping(entry.Range).IsEmpty;

    /// <summary>Of a summary: why one that it stood for is blocked no longer.</summary>
    public string WhyEnded(Indicator summary) =>
        _ranges
            .Overlapping(summary.Range)
            .Where(decision => decision.On(_list).Verdict is Verdict.Ignore)
            .Select(decision => decision.On(_list).Reason)
            .FirstOrDefault()
        ?? ReasonCode.Suppressed;

    /// <summary>Held ones that a summary kept on the list: they stay on it, each with an entry of its own.</summary>
    public IEnumerable<Addition> HeldWithin(AddressRange summary) =>
        from decision in _ranges.Overlapping(summary)
        where decision.Holds(_list)
        let origin = OriginOf(decision)
        where origin is not null
        let answer = decision.On(_list) with
        {
            Origin = origin,
        }
        from piece in decision.On(_list).Entries
        where summary.Covers(piece)
        select new Addition(_list, new Indicator(piece), decision.Indicator, answer);

    private Origin? OriginOf(Decision held) =>
        held.On(_list).Origin
        ?? (
            held.Sightings.MaxBy(sighting => (sighting.Severity, sighting.LastSeen)) is { } strongest
                ? new Origin(strongest.Latest.Type, strongest.Key.Finding.Id)
                : null
        );

    // A cut block stands on the list in pieces; the mark says of which finding (by the first characters of its id) or act each is a piece.
    private bool IsOf(Decision whole, EntryMark mark)
    {
        if (mark.Id.Length is 0)
        {
            return false;
        }

        if (!_ids.TryGetValue(whole.Indicator, out var ids))
        {
            _ids[whole.Indicator] = ids = KnownIds.Of(whole);
        }

        return ids.Know(mark.Id);
    }

    /// <param name="Acts">Whole ids.</param>
    /// <param name="Findings">Sorted, so that those that begin alike are neighbours.</param>
    private sealed record KnownIds(HashSet<string> Acts, string[] Findings)
    {
        public static KnownIds Of(Decision whole) =>
            new(
                [.. whole.Acts.Select(act => act.Id)],
                [.. whole.Sightings.Select(sighting => sighting.Key.Finding.Id).Order(StringComparer.Ordinal)]
            );

        public bool Know(string id)
        {
            var at = Array.BinarySearch(Findings, id, StringComparer.Ordinal);
            at = at < 0 ? ~at : at;
            return Acts.Contains(id) || (at < Findings.Length && Findings[at].StartsWith(id, StringComparison.Ordinal));
        }
    }
}
