using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>Says what becomes of each entry of ours on one list: the table of <see cref="ListComparison"/>, row by row.</summary>
/// <param name="desired">What belongs on the list.</param>
/// <param name="known">Whom the ledger knows.</param>
internal sealed class FateJudge(ListPurpose list, DesiredEntries desired, KnownParties known, NeverBlock never)
{
    public Fate Judge(OurEntry entry)
    {
        var decision = known.About(entry.What, entry.Mark);
        return OfNeverBlocked(entry, decision)
            ?? OfWanted(entry)
            ?? OfSummary(entry)
            ?? (decision is null ? OfUnknown(entry) : OfDecided(entry, decision));
    }

    /// <summary>Why it may never be blocked; null where it may.</summary>
    public static string? NeverBlocked(Indicator entry, bool isCanary, NeverBlock never) =>
        entry.IsDomain || never.Around(isCanary).Overlaps(entry.Range) ? never.Touching(entry, isCanary).FirstOrDefault()?.Reason : null;

    private Fate? OfNeverBlocked(OurEntry entry, Decision? decision) =>
        NeverBlocked(entry.What, decision?.IsCanary ?? false, never) is { } reason
            ? Fate.RemovedFor(reason) with
            {
                Remnants = decision is null ? WhatIsLeftOf(entry) : [],
            }
            : null;

    private Fate? OfWanted(OurEntry entry) =>
        desired.Find(entry.What) is { } wanted
            ? entry.IsDrafted
                ? Fate.KeptFor([wanted])
                : Fate.Added
            : null;

    // One whose parties the ledger does not know, none of them, is an orphan like any other.
    private Fate? OfSummary(OurEntry entry)
    {
        if (!entry.Mark.IsSummary || !known.Touches(entry.What))
        {
            return null;
        }

        // What is held may stay with a summary that is active; a summary in the draft would newly block it.
        var range = entry.What.Range;
        var isJustified = entry.IsActive ? desired.CoversWithHeld(range) : desired.Covers(range);
        return (isJustified, entry.IsDrafted) switch
        {
            (true, true) => Fate.KeptFor(desired.Within(range)),
            (true, false) => Fate.LeftAlone,
            _ => Fate.RemovedFor(known.WhyEnded(entry.What)) with { LeavesBehind = entry.IsActive ? [.. known.HeldWithin(range)] : [] },
        };
    }

    private Fate OfUnknown(OurEntry entry) =>
        known.UndoneIn(entry.What) is [var (_, why), ..] ? Fate.RemovedFor(why) with { Remnants = WhatIsLeftOf(entry) } : Fate.Orphaned;

    private Fate OfDecided(OurEntry entry, Decision decision) =>
        (decision.On(list).Verdict, entry.IsDrafted, entry.IsActive) switch
        {
            (Verdict.Hold, true, true) => Fate.KeptFor([]),
            (Verdict.Hold, false, _) => Fate.LeftAlone,
            (Verdict.Block, _, true) when desired.Covers(entry.What.Range) => Fate.Replaced,
            (Verdict.Block, _, false) when desired.Covers(entry.What.Range) => Fate.RemovedFor(ReasonCode.Replaced),

            // A block of which a part was undone goes at once (law 5); its pieces come with the same write.
            (Verdict.Block, _, _) => Fate.RemovedFor(ReasonCode.Suppressed),
            _ => Fate.RemovedFor(decision.On(list).Reason),
        };

    private ImmutableArray<AddressRange> WhatIsLeftOf(OurEntry orphan)
    {
        if (orphan.What.IsDomain || orphan.What.Range.IsSingle || !orphan.IsActive)
        {
            return [];
        }

        // One after the other: a union with never-block would cost all of it, for each orphan.
        var undone = RangeSet.Of(known.UndoneIn(orphan.What).Select(one => one.Range));
        return
        [
            .. orphan
                .What.Range.Subtract(never.Around(isCanary: false))
                .SelectMany(range => range.Subtract(undone))
                // A party that the ledger knows is decided about on its own, and what is blocked anyway has its own entry.
                .Where(piece => known.About(new Indicator(piece), orphan.Mark) is null && !desired.Covers(piece)),
        ];
    }
}
