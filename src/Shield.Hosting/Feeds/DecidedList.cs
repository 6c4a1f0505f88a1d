using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Hosting.Feeds;

/// <summary>What is decided to be blocked now, as the lines of a list for others.</summary>
public static class DecidedList
{
    /// <summary>
    /// By indicator, then by direction. What must not be blocked is cut out of a range here as it is for the PCE, and looked for once more
    /// (law 1): whoever takes the list knows nothing of never-block.
    /// </summary>
    /// <param name="threats">The decisions, each with its state.</param>
    /// <param name="neverBlock">What they were made with.</param>
    public static ImmutableArray<FeedEntry> Of(IEnumerable<Threat> threats, NeverBlock neverBlock) =>
        [
            .. from threat in threats
            from list in threat.Decision.Lists()
            where threat.Decision.Blocks(list)
            from entry in threat.Decision.EntriesOn(list)
            from piece in Without(entry, threat.Decision.IsCanary, neverBlock)
            let line = LineOf(threat, piece, list.ToDirection())
            group line by (line.Indicator, line.Direction) into same
            orderby same.Key.Indicator, same.Key.Direction
            select same.Aggregate(Longer),
        ];

    /// <summary>Two decisions may lead to the same piece of a range: it is blocked for as long as either of them says.</summary>
    private static FeedEntry Longer(FeedEntry one, FeedEntry other) =>
        one.Until is null || (other.Until is not null && one.Until >= other.Until) ? one : other;

    private static IEnumerable<Indicator> Without(Indicator entry, bool isCanary, NeverBlock neverBlock) =>
        entry.IsDomain
            ? neverBlock.Touching(entry, isCanary: false).Any()
                ? []
                : [entry]
            : entry.Range.Subtract(neverBlock.Around(isCanary)).Select(range => new Indicator(range));

    private static FeedEntry LineOf(Threat threat, Indicator piece, Direction direction)
    {
        var (decision, answer) = (threat.Decision, threat.Decision[direction]);
        // Of a party that no finding names, its acts and the names that led to it have dates.
        var dates = decision
            .Sightings.SelectMany(sighting => new[] { sighting.FirstSeen, sighting.LastSeen })
            .Concat(decision.Acts.Select(act => act.At))
            .Concat(decision.Names.Select(name => name.ResolvedAt))
            .DefaultIfEmpty(DateTimeOffset.UnixEpoch)
            .ToList();
        return new FeedEntry
        {
            Indicator = piece,
            Direction = direction,
            Until = answer.Until,
            State = threat.State.ToWord(),
            Reason = answer.Reason,
            Severity = answer.Severity,
            FirstSeen = dates.Min(),
            LastSeen = dates.Max(),
        };
    }
}
