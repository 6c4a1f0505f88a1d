using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating;
using Shield.Operating.Faults;
using Shield.Operating.Reading;
using Shield.Pce.Proof;
using Shield.Pce.Traffic;

namespace Shield.Console.Map;

/// <summary>What was read at one moment, for all browsers.</summary>
internal sealed record MapReading
{
    /// <summary>As it is now, with as much of traffic as is known.</summary>
    public required Picture Picture { get; init; }

    /// <summary>How it came about.</summary>
    public required Timeline Timeline { get; init; }

    public required PictureInput Input { get; init; }

    public required Decided Decided { get; init; }

    public required ImmutableArray<HistoryEvent> Events { get; init; }

    /// <summary>The last link of history: where it is another one, a reconcile changed something.</summary>
    public required string? Head { get; init; }
}

/// <summary>
/// Asks ledger and PCE for the picture. Of the PCE it asks three lists and rules, the workloads and samples of the policy check; and, at
/// most once a minute or when a reconcile changed something, one query of traffic and two dozen more samples. It is as many calls however
/// many parties and browsers there are.
/// </summary>
internal sealed class PictureReader(TimeProvider clock)
{
    /// <summary>So far back the slider reaches.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromDays(7);

    /// <summary>For so long the answers of traffic and of the policy check count, unless a reconcile changed something.</summary>
    private static readonly TimeSpan LifeOfTraffic = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Asked? _asked;
    private Task? _asking;

    /// <summary>All but traffic, of which it takes what is known already.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public async Task<MapReading> ReadAsync(Composition composition, CancellationToken cancellationToken)
    {
        var now = composition.Now;
        var overview = await Overview.ReadAsync(await composition.OpenSituationAsync(cancellationToken), now, cancellationToken);
        var history = await (await composition.OpenReaderAsync(cancellationToken)).ReadHistoryAsync(now - Past, cancellationToken);
        var events = HistoryEvent.Of(history, overview.Decided.Ledger.Acts, []);
        var reached =
            overview.Situation is not { } situation ? Reached.Unknown("the PCE could not be read")
            : composition.OpenReaching() is not { } reaching ? Reached.Unknown("no PCE is configured that could be asked from here")
            : await reaching.AskAsync([.. ReachQuery.AllOf(situation)], now, cancellationToken);
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
        return With(input, overview.Decided, events, history.Last?.Hash);
    }

    /// <summary>Whether somebody should ask about traffic again before he believes what this says of it.</summary>
    public bool IsOld(MapReading reading) =>
        reading.Input.Estate is not null
        && (_asked is not { } asked || asked.Head != reading.Head || clock.GetElapsedTime(asked.At) > LifeOfTraffic);

    /// <summary>The same reading with what is known of traffic by now.</summary>
    public MapReading Completed(MapReading reading) => With(reading.Input, reading.Decided, reading.Events, reading.Head);

    /// <summary>
    /// Asks the PCE about traffic; whoever comes while somebody asks waits for the same answer. It has an end of its own, and goes on for
    /// the others where the first of them leaves.
    /// </summary>
    public Task AskTrafficAsync(Composition composition, MapReading reading)
    {
        lock (_gate)
        {
            return _asking is { IsCompleted: false } under ? under : _asking = AskAsync(composition, reading);
        }
    }

    private async Task AskAsync(Composition composition, MapReading reading)
    {
        if (composition.OpenPceClient() is not { } client || reading.Input.Estate is not { } estate)
        {
            return;
        }

        var traffic = await TrafficOfMap.ReadAsync(new TrafficReader(client, clock), estate, reading.Input.Now, CancellationToken.None);
        var words = await PolicyQuestions.AskAsync(
            reading.Input with
            {
                Flows = traffic.Flows,
            },
            new PolicyCheck(client),
            CancellationToken.None
        );
        _asked = new Asked(traffic, words, clock.GetTimestamp(), reading.Head);
    }

    private MapReading With(PictureInput input, Decided decided, ImmutableArray<HistoryEvent> events, string? head)
    {
        var known = _asked is { } asked
            ? input with
            {
                Flows = asked.Traffic.Flows,

                // What it said of the policy before the last reconcile is no answer about the policy of now.
                Words = asked.Head == head ? asked.Words : [],
                Unknown = asked.Traffic.Unknown is { } gap ? [.. input.Unknown, gap] : input.Unknown,
            }
            : input;
        return new MapReading
        {
            Picture = PictureOf.Of(known),
            Timeline = TimelineOf(known, decided, events),
            Input = input,
            Decided = decided,
            Events = events,
            Head = head,
        };
    }

    private static Timeline TimelineOf(PictureInput input, Decided decided, ImmutableArray<HistoryEvent> events) =>
        Timeline.Of(
            new TimelineInput
            {
                Now = input,
                Since = input.Now - Past,
                Events = events,
                Replay = () => Replay.Of(decided.Ledger, decided.Context, since: null),
                Baseline = decided.History.Baseline is { } baseline
                    ? Enum.GetValues<ListPurpose>().ToImmutableDictionary(list => list, list => baseline.On(list))
                    : ImmutableDictionary<ListPurpose, ImmutableArray<Indicator>>.Empty,
            }
        );

    private static IEnumerable<string> UnknownOf(Overview overview, Reached reached)
    {
        if (overview.Unreachable is { } failure)
        {
            yield return $"The PCE could not be read, so what is blocked is unknown: {MapText.Detail(PceAdvice.Sentence(failure))}";
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

    private sealed record Asked(TrafficOfMap Traffic, ImmutableArray<PolicyWord> Words, long At, string? Head);
}
