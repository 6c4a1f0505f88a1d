using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Feeds;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Effects;

namespace Shield.Operating.Feeds;

/// <summary><c>feeds pull</c>: asks feeds, one after the other. One that fails costs no other.</summary>
public static class FeedPulling
{
    /// <param name="composition">What it works with.</param>
    /// <param name="name">Of one feed; null for all.</param>
    /// <param name="accepts">Takes its copy however much it changes.</param>
    /// <param name="by">Who asks for the reconcile that follows; null: none follows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(Answer<PulledFeeds>? Answer, AnswerFault? Fault)> DoAsync(
        Composition composition,
        string? name,
        bool accepts,
        string? by,
        CancellationToken cancellationToken
    )
    {
        var feeds = composition.Settings.Feeds.Where(feed => name is null || IsCalled(feed, name)).ToImmutableArray();
        if (feeds.IsEmpty)
        {
            return (null, FeedLines.Unknown(name, composition.Settings));
        }

        var reconciler = by is null ? null : await composition.OpenReconcilerAsync(cancellationToken);
        return (
            await RunAsync(
                new FeedPull(await composition.OpenLedgerAsync(cancellationToken), FeedPull.NetworkTo, composition.Clock),
                feeds,
                accepts,
                reconciler is null ? null : token => reconciler($"feeds pull by {by}", token),
                composition.Settings.Pce.Mode,
                new RecordedReconcile(composition.Clock, composition.Note),
                cancellationToken
            ),
            null
        );
    }

    public static bool IsCalled(FeedSettings feed, string name) => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <param name="reconcile">Null without <c>--apply</c>.</param>
    private static async Task<Answer<PulledFeeds>> RunAsync(
        FeedPull pull,
        ImmutableArray<FeedSettings> feeds,
        bool accepts,
        Func<CancellationToken, Task<ReconcileReport>>? reconcile,
        PceMode mode,
        RecordedReconcile recorded,
        CancellationToken cancellationToken
    )
    {
        var results = ImmutableArray.CreateBuilder<PullResult>();
        foreach (var feed in feeds)
        {
            results.Add(await pull.RunAsync(feed, accepts, cancellationToken));
        }

        var pulled = new PulledFeeds(results.ToImmutable(), null);
        if (reconcile is not null)
        {
            var report = await recorded.ReconcileAsync(
                () => JsonSerializer.SerializeToElement(FeedsPullAnswer.Of(pulled), FeedsJson.Default.FeedsPullAnswer),
                reconcile,
                cancellationToken
            );
            pulled = pulled with { Effect = new ReconcileEffect(report, mode) };
        }

        return new Answer<PulledFeeds>(pulled, ExitCodeOf(pulled));
    }

    /// <summary>A feed that failed comes before what a reconcile came to, as in <c>ingest</c>.</summary>
    private static int ExitCodeOf(PulledFeeds pulled) =>
        pulled.Results.Any(result => result.Outcome is PullOutcome.Failed) ? ExitCode.Error
        : pulled.Effect?.Report.ToExitCode() is { } code and not ExitCode.Done ? code
        : pulled.Results.Any(result => result.Outcome is PullOutcome.Waiting) ? ExitCode.Refused
        : pulled.Results.Any(result => result.State.Rejected > 0) ? ExitCode.Rejected
        : ExitCode.Done;
}

/// <param name="Effect">Null without <c>--apply</c>.</param>
public sealed record PulledFeeds(ImmutableArray<PullResult> Results, ReconcileEffect? Effect);

/// <summary>Of <c>feeds pull</c>.</summary>
/// <param name="Apply">Null without <c>--apply</c>.</param>
public sealed record FeedsPullAnswer(ImmutableArray<PulledFeedRow> Feeds, ApplySummary? Apply)
{
    public static FeedsPullAnswer Of(PulledFeeds pulled) =>
        new([.. pulled.Results.Select(PulledFeedRow.Of)], pulled.Effect is { } effect ? ApplySummary.Of(effect) : null);
}

/// <param name="Outcome"><c>changed</c>, <c>unchanged</c>, <c>waiting</c> or <c>failed</c>.</param>
/// <param name="Why">Why it waits or failed; null otherwise.</param>
/// <param name="Named">Parties in its last good copy; null before the first.</param>
/// <param name="Listed">Of them those that count.</param>
/// <param name="Added">By this pull.</param>
/// <param name="Dropped">By this pull.</param>
/// <param name="Rejected">Lines that could not be read.</param>
public sealed record PulledFeedRow(
    string Name,
    string Outcome,
    string? Why,
    int? Named,
    int Listed,
    int Added,
    int Dropped,
    long Rejected,
    string? FirstRejected
)
{
    public static PulledFeedRow Of(PullResult result)
    {
        var isChange = result.Outcome is PullOutcome.Changed;
        return new(
            result.Feed,
            WordOf(result.Outcome),
            result.State.Fault?.Why ?? result.State.Waiting?.Why,
            result.State.Named,
            result.State.Listed,
            isChange ? result.State.Added : 0,
            isChange ? result.State.Dropped : 0,
            result.State.Rejected,
            result.State.FirstRejected
        );
    }

    private static string WordOf(PullOutcome outcome) =>
        outcome switch
        {
            PullOutcome.Changed => "changed",
            PullOutcome.Unchanged => "unchanged",
            PullOutcome.Waiting => "waiting",
            PullOutcome.Failed => "failed",
        };
}
