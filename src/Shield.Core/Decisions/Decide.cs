using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>
/// Evidence and acts in, answer out: no clock, no store, no log. What was asked is kept with its answer, for <c>explain</c>.
/// </summary>
/// <remarks>
/// <code>
/// (a) the indicator   hard never-block → Ignore · the newest act in force → Ignore or Block
/// (b) each sighting sample, archived, not-useful, stale, below-severity → Ignore · the row of its type · of that, what its account's
/// autonomy lets through
/// (c) per direction the strongest sighting; one that is ignored takes nothing from another. Outbound, where sightings ignore it: the
/// strongest blocked name that led there
/// (d) a block by these       soft never-block, domains-off, not-expressible, too-broad, in-use, traffic-unknown → Hold
/// </code>
/// </remarks>
public static class Decide
{
    /// <summary>
    /// A decision for every indicator that the ledger knows, by sighting, by act or by a name that led to it, in their order.
    /// </summary>
    public static ImmutableArray<Decision> All(LedgerContent ledger, DecisionContext context)
    {
        var known = new KnownEvidence(ledger.AsOf(context.Now, context.DatesAheadNoticed), context.Policy.Feeds);
        return Each(known.Indicators, known, context);
    }

    /// <summary>A decision for each of these, whoever else the ledger knows; in their order.</summary>
    public static ImmutableArray<Decision> Each(IEnumerable<Indicator> parties, LedgerContent ledger, DecisionContext context)
    {
        return Each(parties, new KnownEvidence(ledger.AsOf(context.Now, context.DatesAheadNoticed), context.Policy.Feeds), context);
    }

    /// <summary>What is decided about one, also about one that the ledger does not know: as if somebody asked.</summary>
    public static Decision About(Indicator indicator, LedgerContent ledger, DecisionContext context) =>
        Each([indicator], ledger, context)[0];

    private static ImmutableArray<Decision> Each(IEnumerable<Indicator> parties, KnownEvidence known, DecisionContext context)
    {
        var names = NamesIn(known, context);
        return [.. parties.Select(party => new OneDecision(party, known, names.On(party), context).Make())];
    }

    // A name's own decision never depends on where it leads to.
    private static ResolvedNames NamesIn(KnownEvidence known, DecisionContext context) =>
        new(known, name => new OneDecision(new Indicator(name), known, [], context).Make().Outbound, context);
}
