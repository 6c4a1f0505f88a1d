using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Operating.Reading;

/// <summary>A block whose reach is asked for.</summary>
/// <param name="Rule">The rule that makes its list block.</param>
/// <param name="Family">IPv4 or IPv6: not every workload enforces both.</param>
/// <param name="Entry">An address of the list to ask the PCE about; null where the list has none of this family.</param>
/// <param name="Port">The port to ask about; null for 443.</param>
public sealed record ReachQuery(BlockingRule Rule, AddressFamily Family, AddressRange? Entry, int? Port)
{
    /// <summary>One question for each direction: about IPv4 always, and about IPv6 where an IPv6 entry is listed.</summary>
    public static IEnumerable<ReachQuery> AllOf(Situation situation) =>
        from rule in situation.View.Rules
        where rule.List is not ListPurpose.Domains
        let listed = situation
            .Plan.Lists.Where(list => list.List == rule.List)
            .SelectMany(list =>
                (list.Pair.Active?.Entries ?? []).Where(entry => list.Pair.Draft.Mark.IsOurs(entry) && !entry.What.IsDomain)
            )
            .ToLookup(entry => entry.What.Range.Family, entry => entry.What.Range)
        from family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 }
        where family is AddressFamily.IPv4 || listed[family].Any()
        let entry = listed[family].Select(range => (AddressRange?)range).FirstOrDefault()
        select new ReachQuery(
            rule,
            family,
            entry,
            entry is { } asked ? ServicePort.Of(rule.Direction, SightingsOf(asked, situation)) : null
        );

    private static IEnumerable<Sighting> SightingsOf(AddressRange entry, Situation situation) =>
        situation
            .Decided.Decisions.Where(decision => decision.Indicator is { IsDomain: false } one && entry.Covers(one.Range))
            .SelectMany(decision => decision.Sightings);
}
