using System.Collections.Immutable;
using Shield.Core.Feeds;
using Shield.Core.Ledger;
using Shield.Feeds;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Service.Reconciling;
using Shield.Service.Settings;

namespace Shield.Service.Sources;

/// <summary>
/// The feeds of the settings, each as often as it is set. When one was asked is noted in the ledger, so that a restart or a second instance
/// does not ask again; one that fails or waits for a person is named, and stops no other.
/// </summary>
internal sealed class FeedsSource(ILedger ledger, LiveSettings settings, ReconcileInbox inbox, Action<string> note, TimeProvider clock)
    : ISource
{
    /// <summary>How often it is looked whether one is due; so soon new settings count.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>A feed that failed is asked again after this, where it is not asked more often anyway.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(5);

    private readonly FeedPull _pull = new(ledger, FeedPull.NetworkTo, clock);
    private ImmutableDictionary<string, FeedState> _states = ImmutableDictionary<string, FeedState>.Empty;

    public SourceState State { get; } = new("feeds", "Feeds:…", clock);

    public void Dispose() { }

    public async Task<TimeSpan> TakeAsync(CancellationToken cancellationToken)
    {
        var feeds = settings.Now.Whole?.Feeds ?? [];
        if (feeds.Any(feed => IsDue(feed, _states.GetValueOrDefault(feed.Name))))
        {
            // Another instance may have asked meanwhile.
            var notes = (await ledger.ReadNotesAsync(NoteKind.Feed, cancellationToken)).ToDictionary(one => one.Name);
            _states = feeds.ToImmutableDictionary(feed => feed.Name, feed => FeedState.Read(notes.GetValueOrDefault(feed.Name)?.Content));
            var results = await Task.WhenAll(
                feeds.Where(feed => IsDue(feed, _states[feed.Name])).Select(feed => _pull.RunAsync(feed, accepts: false, cancellationToken))
            );
            foreach (var result in results)
            {
                Note(result);
            }

            if (results.Where(result => result.Outcome is PullOutcome.Changed).Select(result => result.Feed).ToList() is [_, ..] changed)
            {
                inbox.Ask(ReconcileRequest.ForNews($"feed {string.Join(", ", changed)}", clock.GetUtcNow()));
            }
        }

        Tell(feeds);
        return Look;
    }

    private bool IsDue(FeedSettings feed, FeedState? state)
    {
        var pause = state?.Fault is null || feed.Every < Retry ? feed.Every : Retry;
        return state?.AskedAt is not { } asked || state.Place != feed.Place || clock.GetUtcNow() - asked >= pause;
    }

    private void Note(PullResult result)
    {
        var (before, now) = (_states[result.Feed], result.State);
        _states = _states.SetItem(result.Feed, now);
        State.Recorded(result.Outcome is PullOutcome.Changed ? now.Added : 0, rejected: 0);
        if (result.Outcome is PullOutcome.Changed)
        {
            note($"feed {result.Feed}: {now.Added} added, {now.Dropped} dropped, {now.Listed} count");
        }

        if (Trouble(result.Feed, now) is { } trouble && trouble != Trouble(result.Feed, before))
        {
            note(trouble);
        }
    }

    private void Tell(ImmutableArray<FeedSettings> feeds)
    {
        var troubles = feeds
            .Select(feed => _states.TryGetValue(feed.Name, out var state) ? Trouble(feed.Name, state) : null)
            .OfType<string>()
            .ToList();
        if (troubles is [])
        {
            State.Works();
        }
        else
        {
            State.Failed(string.Join("; ", troubles), clock.GetUtcNow() + Look);
        }
    }

    private static string? Trouble(string name, FeedState state) =>
        state switch
        {
            { Fault: { } fault } => $"feed {name}: {fault.Why}; what it said before stays in force until its own end",
            { Waiting: { } waiting } => $"feed {name}: {waiting.Why}; look at it, and if it is right: shield feeds pull {name} --accept",
            _ => null,
        };
}
