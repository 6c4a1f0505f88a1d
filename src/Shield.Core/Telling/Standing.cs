using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Core.Telling;

/// <summary>What holds now, as far as whoever reconciled knows. News is what of it was not told yet (<see cref="Told"/>).</summary>
public sealed record Standing
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>At least what was recorded since the last telling; empty where it was not read.</summary>
    public HistoryTail History { get; init; } = HistoryTail.Empty;

    /// <summary>Says of an entry of ours on a list what is known of its party.</summary>
    public PartyLookup Parties { get; init; } = PartyLookup.OfNothing;

    /// <summary>Null where it is not known: the PCE or the ledger could not be read.</summary>
    public StandingOfLoop? Loop { get; init; }

    /// <summary>What is wrong now, of what is known.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>Whether this is told by somebody who knows what is wrong with itself: a service with sources, and no command.</summary>
    public bool KnowsHost { get; init; }

    /// <summary>Whether the absence of a problem means that it is over.</summary>
    internal bool Knows(string key) => key.StartsWith(Problem.OfHost, StringComparison.Ordinal) ? KnowsHost : Loop is not null;

    /// <summary>After a reconcile.</summary>
    /// <param name="report">Of this instance's own round; of another's, only what it says itself is known.</param>
    /// <param name="history">As it is after the reconcile.</param>
    /// <param name="host">What whoever runs the loop found wrong with itself; null: it does not look.</param>
    /// <param name="now">When it is told.</param>
    public static Standing After(ReconcileReport report, HistoryTail history, ImmutableArray<Problem>? host, DateTimeOffset now)
    {
        if (report.Situation is not { } situation)
        {
            return new Standing
            {
                Now = now,
                Problems = host ?? [],
                KnowsHost = host is not null,
            };
        }

        var parties = new PartyLookup(situation.Decided.Decisions);
        return new Standing
        {
            Now = now,
            History = history,
            Parties = parties,
            Loop = StandingOfLoop.Of(situation, parties, now),
            Problems = [.. LoopProblems.In(situation, report), .. host ?? []],
            KnowsHost = host is not null,
        };
    }

    /// <summary>After a reconcile that came to nothing.</summary>
    /// <param name="fault">Why.</param>
    /// <inheritdoc cref="After(ReconcileReport, HistoryTail, ImmutableArray{Problem}?, DateTimeOffset)"/>
    public static Standing AfterFault(Exception fault, ImmutableArray<Problem>? host, DateTimeOffset now) =>
        new()
        {
            Now = now,
            Problems = [LoopProblems.Of(fault), .. host ?? []],
            KnowsHost = host is not null,
        };
}

/// <summary>What a round found: who waits, what was removed by hand, and whether it is paused.</summary>
/// <param name="Held">A news each, as it would be told.</param>
/// <param name="RemovedByHand">The same.</param>
/// <param name="Paused">The same; null where nothing is paused.</param>
public sealed record StandingOfLoop(ImmutableArray<News> Held, ImmutableArray<News> RemovedByHand, News? Paused)
{
    internal static StandingOfLoop Of(Situation situation, PartyLookup parties, DateTimeOffset now) =>
        new(
            [.. situation.Plan.Held.GroupBy(held => held.Indicator).Select(held => PartyNews.OfHeld([.. held], parties, now))],
            [
                .. situation
                    .Decided.Ledger.Acts.Concat(situation.NewlyRemovedByHand)
                    .Where(act => act.Kind is ActKind.RemovedByHand && act.IsInForce(now))
                    .DistinctBy(act => act.Id)
                    .Select(PartyNews.OfRemoval),
            ],
            situation.Plan.Paused is { } flag ? OfPause(flag, now) : null
        );

    private static News OfPause(PauseFlag flag, DateTimeOffset now) =>
        new()
        {
            Id = News.IdOf(NewsKind.Paused, flag.Text),
            Kind = NewsKind.Paused,
            At = flag.At ?? now,
            Text = flag.StopsEverything
                ? $"Shield is paused, nothing is written: no new block is made and none ends ({flag.Text})"
                : $"Shield is paused: no new block is made; blocks whose reason is gone still end ({flag.Text})",
            Until = flag.Until,
            Who = flag.Who,
        };
}
