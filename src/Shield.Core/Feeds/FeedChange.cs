using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>
/// What a copy of a feed changes: which of its parties are new, which it still names, which it dropped. A list that changes too much at
/// once is more often broken than right, so that waits for a person (docs/feeds.md).
/// </summary>
public sealed record FeedChange
{
    /// <summary>A copy with half as many parties, or fewer, is not taken by itself.</summary>
    private const int Shrunk = 2;

    /// <summary>Nor is one with five times as many, or more.</summary>
    private const int Grown = 5;

    /// <summary>What a feed still names is recorded again after that part of its life: each pull would write all of it otherwise.</summary>
    private const int Renewed = 4;

    /// <summary>All that is to be recorded.</summary>
    public required ImmutableArray<FindingEvidence> Evidence { get; init; }

    /// <summary>How many parties the feed names, those beyond the cap among them.</summary>
    public required int Named { get; init; }

    /// <summary>How many of them count.</summary>
    public required int Listed { get; init; }

    public required int Added { get; init; }

    public required int Dropped { get; init; }

    /// <summary>Named, and left out for <see cref="FeedTerms.Cap"/>.</summary>
    public int LeftOut => Named - Listed;

    /// <param name="feed">How it is taken.</param>
    /// <param name="copy">What it answered.</param>
    /// <param name="standing">What it listed before and has not dropped, whether that still counts or not.</param>
    /// <param name="now">When it was asked.</param>
    public static FeedChange Of(FeedTerms feed, FeedCopy copy, IReadOnlyCollection<Sighting> standing, DateTimeOffset now)
    {
        var before = standing.Where(listed => listed.Supported + feed.Life > now).ToDictionary(listed => listed.Key.Indicator);
        var named = NamedIn(copy, now);
        var revoked = copy.Lines.Where(line => !IsInForce(line, copy, now)).Select(line => line.Indicator).Except(named.Keys).ToHashSet();
        var stays = before.Keys.Where(party => copy.IsWhole ? named.ContainsKey(party) : !revoked.Contains(party)).ToHashSet();
        var inOrder = stays.Order().Concat(named.Keys.Where(party => !stays.Contains(party))).ToList();
        var listed = inOrder.Take(feed.Cap).ToHashSet();
        var added = listed.Where(party => !before.ContainsKey(party)).ToHashSet();
        var gone = standing.Select(sighting => sighting.Key.Indicator).Where(party => !listed.Contains(party));
        var leaves = (copy.IsWhole ? gone : gone.Where(party => revoked.Contains(party) || before.ContainsKey(party))).ToHashSet();
        var dropped = standing.Where(sighting => leaves.Contains(sighting.Key.Indicator)).ToList();
        return new FeedChange
        {
            Evidence =
            [
                .. inOrder
                    .Where(listed.Contains)
                    .Where(named.ContainsKey)
                    .Where(party => added.Contains(party) || IsToRenew(before[party], named[party], feed, now))
                    .Select(party => Listing(named[party], feed, copy, now)),
                .. dropped.Select(sighting => FeedListing.Dropped(sighting, now)),
            ],
            Named = inOrder.Count,
            Listed = listed.Count,
            Added = added.Count,
            Dropped = dropped.Count(sighting => before.ContainsKey(sighting.Key.Indicator)),
        };
    }

    /// <summary>Nothing new was heard, so all that stands is still named.</summary>
    public static FeedChange OfUnchanged(FeedTerms feed, IReadOnlyCollection<Sighting> standing, DateTimeOffset now) =>
        new()
        {
            Evidence =
            [
                .. standing
                    .Where(listed => listed.Supported == listed.LastSeen && now - listed.Supported >= feed.Life / Renewed)
                    .Select(listed =>
                        FeedListing.Listed(
                            feed.Name,
                            listed.Key.Indicator,
                            feed.Severity,
                            listed.Latest.ThreatList ?? "",
                            listed.Latest.UpdatedAt,
                            now,
                            supported: now
                        )
                    ),
            ],
            Named = standing.Count,
            Listed = standing.Count,
            Added = 0,
            Dropped = 0,
        };

    /// <summary>Why the copy is not to be taken without a person; null where nothing speaks against it.</summary>
    /// <param name="before">How many parties the last good copy named; null where there was none.</param>
    public string? Suspicion(int? before) =>
        before is not > 0 ? null
        : Named <= before / (double)Shrunk ? $"it names {Named} parties instead of {before}, half or less"
        : Named >= before * (double)Grown ? $"it names {Named} parties instead of {before}, five times as many or more"
        : null;

    /// <summary>By party, in the order of the list: the last word on each.</summary>
    private static OrderedDictionary<Indicator, FeedLine> NamedIn(FeedCopy copy, DateTimeOffset now)
    {
        var named = new OrderedDictionary<Indicator, FeedLine>();
        foreach (var line in copy.Lines)
        {
            if (IsInForce(line, copy, now))
            {
                named[line.Indicator] = line;
            }
            else
            {
                named.Remove(line.Indicator);
            }
        }

        return named;
    }

    /// <summary>
    /// What begins later waits in a list that is read again; a collection does not say it a second time, so there it counts.
    /// </summary>
    private static bool IsInForce(FeedLine line, FeedCopy copy, DateTimeOffset now) =>
        copy.IsWhole ? line.IsInForceAt(now) : !line.IsRevoked && !line.HasEndedBy(now);

    private static bool IsToRenew(Sighting before, FeedLine line, FeedTerms feed, DateTimeOffset now) =>
        SupportOf(line, feed, now) - before.Supported >= feed.Life / Renewed;

    private static FindingEvidence Listing(FeedLine line, FeedTerms feed, FeedCopy copy, DateTimeOffset now) =>
        FeedListing.Listed(
            feed.Name,
            line.Indicator,
            feed.Severity,
            line.Text,
            line.At ?? copy.PublishedAt ?? now,
            now,
            SupportOf(line, feed, now)
        );

    /// <summary>Now, or so early that the end which the list itself gives is the end of the life.</summary>
    private static DateTimeOffset SupportOf(FeedLine line, FeedTerms feed, DateTimeOffset now) =>
        line.Until is { } end && end - feed.Life < now ? end - feed.Life : now;
}
