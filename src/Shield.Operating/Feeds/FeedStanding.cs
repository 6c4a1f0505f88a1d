using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;

namespace Shield.Operating.Feeds;

/// <summary>How one feed stands, and what comes of what it lists.</summary>
/// <param name="Feed">As it is set.</param>
/// <param name="State">What it said last.</param>
/// <param name="Parties">What is decided about those that it lists and that still count, in their order.</param>
public sealed record FeedStanding(FeedSettings Feed, FeedState State, ImmutableArray<FeedParty> Parties)
{
    public int Blocked => Parties.Count(party => party.Decision.Verdict is Verdict.Block);

    public int Held => Parties.Count(party => party.Decision.Verdict is Verdict.Hold);

    /// <summary>Blocked, and nobody else names them: what the feed adds.</summary>
    public int Alone => Parties.Count(party => party is { IsAlone: true, Decision.Verdict: Verdict.Block });

    /// <summary>Never blocked, and so on, by the reason.</summary>
    public ImmutableSortedDictionary<string, int> Ignored =>
        Parties
            .Where(party => party.Decision.Verdict is Verdict.Ignore)
            .CountBy(party => party.Decision.Reason)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Of all feeds of the settings.</summary>
    public static async Task<ImmutableArray<FeedStanding>> ReadAsync(
        ImmutableArray<FeedSettings> feeds,
        ILedgerReader ledger,
        Decided decided,
        CancellationToken cancellationToken
    ) => Of(feeds, await ledger.ReadNotesAsync(NoteKind.Feed, cancellationToken), decided);

    public static ImmutableArray<FeedStanding> Of(ImmutableArray<FeedSettings> feeds, ImmutableArray<Note> notes, Decided decided)
    {
        var listings = decided.Ledger.Listings().Select(listing => listing.Key).ToHashSet();
        var parties = (
            from decision in decided.Decisions
            from sighting in decision.Sightings
            where listings.Contains(sighting.Key)
            where sighting.Supported + decided.Context.Policy.Lives.For(sighting) > decided.Now
            let isAlone = decision.Sightings.All(other =>
                other == sighting || (other.Key.Finding.Feed is not null && !listings.Contains(other.Key))
            )
            select (Feed: sighting.Key.Finding.Feed, Party: new FeedParty(decision, sighting, isAlone && decision.Acts.IsEmpty))
        ).ToLookup(one => one.Feed, one => one.Party);
        return
        [
            .. feeds.Select(feed => new FeedStanding(
                feed,
                FeedState.Read(notes.FirstOrDefault(note => note.Name == feed.Name)?.Content),
                [.. parties[feed.Name]]
            )),
        ];
    }
}

/// <summary>One party that a feed lists.</summary>
/// <param name="Listing">What the feed says of it.</param>
/// <param name="IsAlone">No finding, no other feed and no act is about it.</param>
public sealed record FeedParty(Decision Decision, Sighting Listing, bool IsAlone);
