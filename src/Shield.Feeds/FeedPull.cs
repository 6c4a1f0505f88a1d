using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Feeds;
using Shield.Core.Ledger;
using Shield.Hosting.Settings;

namespace Shield.Feeds;

/// <summary>
/// Asks a feed, records what it lists as evidence, and notes how it stands. Whatever goes wrong, what the feed said before stays in force
/// until its own end: no answer is no empty list.
/// </summary>
/// <param name="network">What lies between here and a feed.</param>
public sealed class FeedPull(ILedger ledger, Func<Uri, HttpMessageHandler> network, TimeProvider clock)
{
    /// <summary>So much is recorded in one transaction.</summary>
    private const int Together = 500;

    /// <summary>What lies between here and a feed, outside tests.</summary>
    public static HttpMessageHandler NetworkTo(Uri url) => FeedClient.NetworkTo(url);

    /// <param name="feed">Which.</param>
    /// <param name="accepts">A person said that its copy is right, however much it changes.</param>
    /// <param name="cancellationToken">Ends it; what is recorded stays.</param>
    /// <exception cref="LedgerException">The ledger cannot be read or written.</exception>
    public async Task<PullResult> RunAsync(FeedSettings feed, bool accepts, CancellationToken cancellationToken)
    {
        var note = (await ledger.ReadNotesAsync(NoteKind.Feed, cancellationToken)).FirstOrDefault(one => one.Name == feed.Name);
        var known = FeedState.Read(note?.Content);
        known = known.Place == feed.Place ? known : new FeedState { Place = feed.Place };
        var now = clock.GetUtcNow();
        var (outcome, state) = await AskAsync(feed, known with { AskedAt = now }, accepts, now, cancellationToken);
        // Where another instance was faster, its note stands: both recorded evidence, which merges.
        await ledger.ReplaceNoteAsync(NoteKind.Feed, new Note(feed.Name, state.ToJson()), note?.Content, cancellationToken);
        return new PullResult(feed.Name, outcome, state);
    }

    private async Task<(PullOutcome Outcome, FeedState State)> AskAsync(
        FeedSettings feed,
        FeedState known,
        bool accepts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var terms = new FeedTerms(feed.Name, feed.Severity, feed.Life, feed.Cap);
        try
        {
            using var client = feed.Url is null ? null : new FeedClient(feed, network(feed.Url));
            var answer = await Of(feed, client).AskAsync(known, now, cancellationToken);
            var standing = await ReadStandingAsync(feed.Name, cancellationToken);
            return answer is NewCopy copy
                ? await TakeAsync(terms, copy, known, standing, accepts, now, cancellationToken)
                : await ConfirmAsync(terms, known, standing, now, cancellationToken);
        }
        catch (FeedFaultException fault)
        {
            return (PullOutcome.Failed, known with { Fault = new FeedFault(known.Fault?.Since ?? now, fault.Message) });
        }
    }

    private async Task<(PullOutcome Outcome, FeedState State)> TakeAsync(
        FeedTerms terms,
        NewCopy answer,
        FeedState known,
        IReadOnlyCollection<Sighting> standing,
        bool accepts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var change = FeedChange.Of(terms, answer.Copy, standing, now);
        if (!accepts && change.Suspicion(known.Named) is { } suspicion)
        {
            // What the server calls its copy is not noted: the next pull asks for all of it again.
            var waiting = new FeedWaiting(known.Waiting?.Since ?? now, suspicion);
            return (PullOutcome.Waiting, known with { Waiting = waiting, Fault = null });
        }

        await RecordAsync(change.Evidence, cancellationToken);
        var isNews = change.Added > 0 || change.Dropped > 0;
        return (
            isNews ? PullOutcome.Changed : PullOutcome.Unchanged,
            known with
            {
                PulledAt = now,
                ChangedAt = isNews ? now : known.ChangedAt,
                PublishedAt = answer.Copy.PublishedAt ?? known.PublishedAt,
                Named = change.Named,
                Listed = change.Listed,
                Added = isNews ? change.Added : known.Added,
                Dropped = isNews ? change.Dropped : known.Dropped,
                Rejected = answer.Rejected,
                FirstRejected = answer.FirstRejected,
                Tag = answer.Tag,
                Modified = answer.Modified,
                Since = answer.Since,
                Waiting = null,
                Fault = null,
            }
        );
    }

    private async Task<(PullOutcome Outcome, FeedState State)> ConfirmAsync(
        FeedTerms terms,
        FeedState known,
        IReadOnlyCollection<Sighting> standing,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await RecordAsync(FeedChange.OfUnchanged(terms, standing, now).Evidence, cancellationToken);
        return (PullOutcome.Unchanged, known with { PulledAt = now, Waiting = null, Fault = null });
    }

    private async Task RecordAsync(ImmutableArray<FindingEvidence> evidence, CancellationToken cancellationToken)
    {
        foreach (var some in evidence.Chunk(Together))
        {
            await ledger.RecordAsync(some, cancellationToken);
        }
    }

    /// <summary>What the feed listed and has not dropped. What is at rest has ended; named again, it wakes.</summary>
    private async Task<ImmutableArray<Sighting>> ReadStandingAsync(string feed, CancellationToken cancellationToken)
    {
        var content = await ledger.ReadAsync(EvidenceScope.Alive, cancellationToken);
        return [.. content.Listings().Where(listing => listing.Key.Finding.Feed == feed)];
    }

    private static IFeed Of(FeedSettings feed, FeedClient? client) =>
        (feed.Format, client) switch
        {
            (FeedKind.Taxii, { } http) => new TaxiiServer(feed, http),
            (FeedKind.Misp, { } http) => new MispServer(feed, http),
            _ => new WholeList(feed, client),
        };
}
