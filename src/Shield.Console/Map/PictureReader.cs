using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating.Reading;
using Shield.Pce.Proof;
using Shield.Pce.Traffic;

namespace Shield.Console.Map;

/// <summary>What was read at one moment, for all browsers.</summary>
/// <param name="Picture">As it is now.</param>
/// <param name="Timeline">How it came about; made when somebody first asks.</param>
public sealed record MapReading(Picture Picture, Lazy<Timeline> Timeline);

/// <summary>
/// Asks ledger and PCE for the picture. Of the PCE it asks three lists and rules, the workloads, samples of the policy check, and, at most
/// once a minute, a query of traffic and some more samples: about forty calls, however many parties there are.
/// </summary>
public sealed class PictureReader(MapSources sources, TimeProvider clock)
{
    /// <summary>So far back the slider reaches.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromDays(7);

    /// <summary>For so long the answers of traffic and of the policy check count, unless a reconcile changed something.</summary>
    private static readonly TimeSpan LifeOfTraffic = TimeSpan.FromMinutes(1);

    private (TrafficOfMap Traffic, ImmutableArray<PolicyWord> Words, DateTimeOffset At, string? Head)? _asked;

    /// <param name="early">Told of the picture before its traffic is asked for, where nothing is known of traffic yet.</param>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public async Task<MapReading> ReadAsync(Action<MapReading> early, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var overview = await Overview.ReadAsync(sources.Situation, now, cancellationToken);
        var history = await sources.Ledger.ReadHistoryAsync(now - Past, cancellationToken);
        var events = HistoryEvent.Of(history, overview.Decided.Ledger.Acts, []);
        var reached = await ReachAsync(overview.Situation, now, cancellationToken);
        var input = new PictureInput
        {
            Now = now,
            Threats = overview.Threats(),
            Lists = overview.Situation is { } read ? [.. read.Plan.Lists.Select(list => list.Pair)] : [],
            Rules = overview.Situation?.View.Rules ?? [],
            Estate = reached.Estate,
            Reach = [.. reached.Blocks.Select(block => block.Reach)],
            ChangedAt = ChangedIn(events),
            Unknown = [.. UnknownOf(overview, reached)],
        };
        if (reached.Estate is not { } estate || sources.Pce is not { } client)
        {
            return ReadingOf(input, overview.Decided, events);
        }

        var head = history.Last?.Hash;
        if (_asked is null)
        {
            early(ReadingOf(input, overview.Decided, events));
        }

        if (_asked is not { } asked || asked.Head != head || now - asked.At > LifeOfTraffic)
        {
            var traffic = await TrafficOfMap.ReadAsync(new TrafficReader(client, clock), estate, now, cancellationToken);
            var words = await PolicyQuestions.AskAsync(input with { Flows = traffic.Flows }, new PolicyCheck(client), cancellationToken);
            asked = (traffic, words, now, head);
            _asked = asked;
        }

        return ReadingOf(
            input with
            {
                Flows = asked.Traffic.Flows,
                Words = asked.Words,
                Unknown = asked.Traffic.Unknown is { } gap ? [.. input.Unknown, gap] : input.Unknown,
            },
            overview.Decided,
            events
        );
    }

    private async Task<Reached> ReachAsync(Situation? situation, DateTimeOffset now, CancellationToken cancellationToken) =>
        situation is null ? Reached.Unknown("the PCE could not be read")
        : sources.Pce is not { } client ? Reached.Unknown("no PCE is configured that could be asked")
        : await new Reaching(client, sources.Options).AskAsync([.. ReachQuery.AllOf(situation)], now, cancellationToken);

    private static IEnumerable<string> UnknownOf(Overview overview, Reached reached)
    {
        if (overview.Unreachable is { } failure)
        {
            yield return $"The PCE could not be read, so what is blocked is unknown: {MapText.Detail(failure.Message)}";
        }
        else if (reached.WhyUnknown is { } why)
        {
            yield return $"Which workloads enforce a block is unknown: {MapText.Detail(why)}";
        }
    }

    private static ImmutableDictionary<Indicator, DateTimeOffset> ChangedIn(ImmutableArray<HistoryEvent> events) =>
        events
            .OfType<ReconcileEvent>()
            .SelectMany(reconcile => reconcile.Effects.Select(effect => (effect.Change.Entry, At: reconcile.EndedAt ?? reconcile.At)))
            .GroupBy(change => change.Entry)
            .ToImmutableDictionary(same => same.Key, same => same.Max(change => change.At));

    private static MapReading ReadingOf(PictureInput input, Decided decided, ImmutableArray<HistoryEvent> events) =>
        new(
            PictureOf.Of(input),
            new Lazy<Timeline>(() =>
                Timeline.Of(
                    new TimelineInput
                    {
                        Now = input,
                        Since = input.Now - Past,
                        Events = events,
                        Replayed = Replay.Of(decided.Ledger, decided.Context, since: null),
                        Baseline = decided.History.Baseline is { } baseline
                            ? Enum.GetValues<ListPurpose>().ToImmutableDictionary(list => list, list => baseline.On(list))
                            : ImmutableDictionary<ListPurpose, ImmutableArray<Indicator>>.Empty,
                    }
                )
            )
        );
}
