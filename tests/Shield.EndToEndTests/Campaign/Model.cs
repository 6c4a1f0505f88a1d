using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.EndToEndTests.Campaign;

/// <summary>Why an entry of ours is on a draft or an active list no more.</summary>
internal enum Gone
{
    /// <summary>A person took it off.</summary>
    ByHand,

    /// <summary>It went along with something larger: an older policy, or the whole list.</summary>
    WithTheRest,

    /// <summary>We took it off.</summary>
    ByUs,
}

/// <param name="At">The right time.</param>
/// <param name="Act">How many acts there were by then.</param>
/// <param name="Sticks">A person provisioned that, and the ledger knew of the entry: nobody may put it back for a day.</param>
internal sealed record Removal(Gone How, DateTimeOffset At, int Act, bool Sticks);

/// <summary>
/// What Shield was told, in the order in which it was told, and what follows from that by the plainest of rules: it shares nothing with the
/// product's decisions, so that a mistake of those cannot hide in it.
/// </summary>
internal sealed class Model
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private Memory _now = Memory.Empty;
    private Memory? _copy;

    private sealed record Memory(ImmutableList<Act> Acts, ImmutableHashSet<(Indicator Party, bool Called)> Evidence)
    {
        public static readonly Memory Empty = new([], []);
    }

    /// <summary>Entries of ours that left the active policy, and are not back.</summary>
    public Dictionary<(ListPurpose List, string Entry), Removal> Removals { get; } = [];

    public bool HasCopy => _copy is not null;

    public int Acts => _now.Acts.Count;

    public void Recorded(IEnumerable<FindingEvidence> evidence) =>
        _now = _now with
        {
            Evidence = _now.Evidence.Union(
                evidence
                    .SelectMany(one => one.Sightings)
                    .Select(sighting => (sighting.Key.Indicator, sighting.Latest.Type.StartsWith("Backdoor", StringComparison.Ordinal)))
            ),
        };

    public void Appended(IEnumerable<Act> acts)
    {
        foreach (var act in acts)
        {
            if (act.Kind is ActKind.RemovedByHand)
            {
                CheckRemoval(act);
                continue;
            }

            _now = _now with { Acts = _now.Acts.Add(act) };
        }
    }

    public void Copy() => _copy = _now;

    public void PutBack()
    {
        _now = _copy ?? _now;
        Forget();
    }

    public void Lose()
    {
        _now = Memory.Empty;
        Forget();
    }

    /// <summary>
    /// What the ledger remembered of removals is gone, so nothing need stick any more. Who removed what is true all the same.
    /// </summary>
    public void Forget()
    {
        foreach (var (key, removal) in Removals.ToArray())
        {
            Removals[key] = removal with { Sticks = false };
        }
    }

    /// <summary>Everybody whom a list must block: by the last act about them, or by evidence where there is none.</summary>
    public RangeSet Wanted(ListPurpose list)
    {
        var never = RangeSet.Of(Parties.NeverBlock).Union(Allowed);
        return RangeSet.Of(Parties.Addresses.Where(address => !never.Overlaps(address) && IsBlocked(address, list)));
    }

    public RangeSet Allowed =>
        RangeSet.Of(
            from about in _now.Acts.Where(act => act.Kind is ActKind.Allow or ActKind.Disallow).GroupBy(act => act.Indicator!.Value)
            where about.Last().Kind is ActKind.Allow
            select about.Key.Range
        );

    /// <summary>Whether anything is known of that entry as a whole: what is not is an orphan, which stays.</summary>
    public bool Knows(AddressRange entry) =>
        _now.Evidence.Any(known => known.Party.Range == entry)
        || _now.Acts.Any(act => act.Kind is not (ActKind.Allow or ActKind.Disallow) && act.Indicator!.Value.Range.Covers(entry));

    /// <summary>An entry of ours is to be on a draft that was not.</summary>
    public void CheckAddition(ListPurpose list, AddressRange entry, DateTimeOffset now)
    {
        foreach (var ((from, text), removal) in Removals)
        {
            if (
                from == list
                && removal is { How: Gone.ByHand, Sticks: true }
                && now < removal.At + Day - TimeSpan.FromMinutes(5)
                && AddressRange.Parse(text).Overlaps(entry)
                && !_now
                    .Acts.Skip(removal.Act)
                    .Any(act => act.Kind is ActKind.Block or ActKind.Approve && act.Indicator!.Value.Range.Overlaps(entry))
            )
            {
                throw new BrokenLawException(
                    "a removal by hand sticks for a day",
                    $"{text} was removed from the {list.ToWord()} list at {removal.At:u}, and {entry} was put there at {now:u}"
                );
            }
        }
    }

    private void CheckRemoval(Act act)
    {
        var list = act.Directions is Directions.Inbound ? ListPurpose.Inbound : ListPurpose.Outbound;
        if (!Removals.TryGetValue((list, act.Indicator!.Value.ToString()), out var removal) || removal.How is not Gone.ByHand)
        {
            throw new BrokenLawException(
                "no removal by hand is invented",
                $"{act.Indicator} from the {list.ToWord()} list is said to be removed by {act.Who}; "
                    + $"{(removal is null ? "nobody did" : $"it went {removal.How}")}"
            );
        }
    }

    private bool IsBlocked(AddressRange address, ListPurpose list)
    {
        var indicator = new Indicator(address);
        var last = _now.Acts.LastOrDefault(act => Decides(act, indicator));
        var range = Parties.Of(Parties.Count - 1);
        var ofRange = _now.Acts.FindLastIndex(act => Decides(act, range));
        return last is null
            ? _now.Evidence.Any(known => known.Party == indicator && (known.Called || list is ListPurpose.Inbound)) || IsInRange()
            : IsPositive(last) || IsInRange();

        // A block of the whole range, and nobody undid this address after it.
        bool IsInRange() =>
            range.Range.Covers(address)
            && ofRange >= 0
            && IsPositive(_now.Acts[ofRange])
            && !_now
                .Acts.Skip(ofRange + 1)
                .Any(act => !IsPositive(act) && act.Kind is not (ActKind.Allow or ActKind.Disallow) && act.Indicator == indicator);
    }

    private static bool IsPositive(Act act) => act.Kind is ActKind.Block or ActKind.Approve;

    private static bool Decides(Act act, Indicator indicator) =>
        act.Kind switch
        {
            ActKind.Block or ActKind.Approve => act.Indicator == indicator,
            ActKind.Unblock or ActKind.Reject => act.Indicator!.Value.Covers(indicator),
            _ => false,
        };
}
