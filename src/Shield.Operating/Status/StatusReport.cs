using System.Collections.Immutable;
using Shield.Core.Feeds;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Core.Telling;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Faults;
using Shield.Operating.Plans;
using Shield.Operating.Reading;
using Shield.Operating.Words;
using Shield.Pce.Diagnosing;

namespace Shield.Operating.Status;

/// <summary><c>status</c>: what needs a person first, then how everything stands.</summary>
public static class StatusReport
{
    /// <param name="reaching">Asks the PCE on which workloads what is listed bites; null where that cannot be asked.</param>
    /// <param name="told">What the ledger notes of the channels of notifications.</param>
    /// <param name="feeds">What it notes of feeds.</param>
    /// <param name="names">Who removed an entry by hand; null where the PCE cannot be asked.</param>
    public static async Task<Answer<StatusResult>> ReadAsync(
        SituationReader reader,
        ShieldSettings settings,
        Reaching? reaching,
        ImmutableArray<Note> told,
        ImmutableArray<Note> feeds,
        UserNames? names,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var unknown = ImmutableArray.CreateBuilder<UnknownPart>();
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        var situation = overview.Situation;
        var plan = situation is null ? null : Part("plan", () => PlanPreview.Of(situation), null);
        var reached = await ReachAsync(overview, reaching, now, cancellationToken);
        var rules = Part<ImmutableArray<RuleStanding>>(
            "rules",
            () => [.. (situation?.View.Rules ?? []).Select(rule => RuleStanding.Of(rule, reached.Proofs))],
            []
        );
        var answer = new StatusAnswer
        {
            Owner = settings.Pce.OwnerId,
            Mode = settings.Pce.Mode.ToWord(),
            Autonomy = settings.Policy.Autonomy.ToWord(),
            Pce = new PceStatus(settings.Pce.Url, overview.Unreachable is null, overview.Unreachable?.Message),
            Paused = situation?.Plan.Paused?.Text,
            Refused = situation?.Plan.Refused is { } fault ? new RefusalRow(fault.Reason, fault.Detail) : null,
            HeldButListed = [.. (plan?.Held ?? []).Where(held => held.Listed)],
            RemovedByHand = await RemovedByHandRow.NameAsync(
                RemovedByHandRow.InForce(overview.Decided.Ledger.Acts, now),
                overview.Unreachable is null ? names : null,
                cancellationToken
            ),
            Alarms = situation?.Alarms ?? [],
            Overdue = plan?.Remove.Length ?? 0,
            NeverBlockUnreadable = overview.Decided.NeverBlock.Unreadable,
            Clocks = [.. new[] { ClockWarning.Of(situation?.View.ClockAhead), overview.Decided.DatedAhead?.Warning }.OfType<string>()],
            Rules = [.. rules.Select(RuleRow.Of)],
            Reach = ReachAnswer.Of(reached),
            Threats = Part(
                "threats",
                () =>
                    overview
                        .Threats()
                        .GroupBy(threat => threat.State.ToWord())
                        .ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
                ImmutableSortedDictionary<string, int>.Empty
            ),
            Resolved = Part("resolved", () => LedByNames.Of(overview.Decided), null),
            KeptBack = plan?.KeptBack ?? [],
            Foreign = plan?.Foreign ?? [],
            Orphans = plan?.Orphans ?? [],
            Capacity = situation is null ? null : Part("capacity", () => CapacityOf(situation.Plan), null),
            Last = Part("last", () => LastOf(overview.Decided.History), null),
            TimeToActive = Part("timeToActive", () => TimelinessOf(overview.Decided, settings.TimeToActive), null),
            Sources = Part("sources", () => SourcesOf(overview.Decided), ImmutableSortedDictionary<string, int>.Empty),
            Feeds =
            [
                .. settings.Feeds.Select(feed =>
                    FeedStatus.Of(feed, FeedState.Read(feeds.FirstOrDefault(note => note.Name == feed.Name)?.Content))
                ),
            ],
            Channels =
            [
                .. settings.Channels.Select(channel =>
                    ChannelRow.Of(channel, ChannelState.Read(told.FirstOrDefault(note => note.Name == channel.Name)))
                ),
            ],
            Unknown = [],
        };
        answer = answer with { Unknown = unknown.ToImmutable() };
        var result = new StatusResult(answer)
        {
            Mode = settings.Pce.Mode,
            Autonomy = settings.Policy.Autonomy,
            Unreachable = overview.Unreachable,
            Pause = situation?.Plan.Paused,
            IsNotInitialised = situation?.Plan.Refused?.Fault is PolicyFault.NotInitialised,
            Held = overview.Decided.Decisions.Count(decision => decision.Lists().Any(decision.Holds)),
            Active = answer.Threats.GetValueOrDefault(EntryState.Active.ToWord()),
            Rules = rules,
            Reach = reached,
        };
        return new Answer<StatusResult>(result, overview.Unreachable is null && answer.Unknown.IsEmpty ? ExitCode.Done : ExitCode.Error);

        // Where one part of the page fails, the others are told all the same: people open it when something is wrong.
        T Part<T>(string name, Func<T> tell, T otherwise)
        {
            try
            {
                return tell();
            }
            catch (Exception fault) when (UnexpectedFault.Is(fault) || fault is LedgerException)
            {
                unknown.Add(new UnknownPart(name, fault is LedgerException ? fault.Message : UnexpectedFault.Sentence(fault)));
                return otherwise;
            }
        }
    }

    private static async Task<Reached> ReachAsync(
        Overview overview,
        Reaching? reaching,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (overview.Situation is not { } situation || reaching is null)
        {
            return Reached.Unknown(overview.Unreachable?.Message ?? "the PCE was not asked");
        }

        try
        {
            return await reaching.AskAsync([.. ReachQuery.AllOf(situation)], now, cancellationToken);
        }
        catch (Exception fault) when (UnexpectedFault.Is(fault))
        {
            return Reached.Unknown(UnexpectedFault.Sentence(fault));
        }
    }

    private static ImmutableSortedDictionary<string, int> SourcesOf(Decided decided)
    {
        var listings = decided.Ledger.Listings().Select(listing => listing.Key).ToHashSet();
        return decided
            .Decisions.Where(decision => decision.Verdict is Verdict.Block)
            .SelectMany(decision =>
                decision
                    .Sightings.Where(seen => seen.Key.Finding.Feed is null || listings.Contains(seen.Key))
                    .Select(seen => FindingKey.SourceOf(seen.Key.Finding.Account))
                    .Concat(decision.Reason is ReasonCode.Operator ? [ReasonCode.Operator] : [])
                    .Distinct()
            )
            .CountBy(source => source)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static TimelinessRow TimelinessOf(Decided decided, TimeSpan objective)
    {
        var since = decided.Now - TimelinessRow.Period;
        var reconciles = HistoryEvent.Of(decided.History, [], []).OfType<ReconcileEvent>().Where(reconcile => reconcile.At >= since);
        return TimelinessRow.Of(TimeToActive.TimesOf(reconciles, decided.Decisions), objective);
    }

    // Counted in the draft lists, as the PCE's limit does.
    private static CapacityRow CapacityOf(Plan plan)
    {
        var used = plan.Lists.Sum(list => list.Ours(list.Pair.Draft.Entries));
        return new CapacityRow(
            used,
            plan.Capacity.ForOurs,
            plan.Capacity.OfOthers,
            Capacity.SoftLimit,
            plan.Capacity.IsNearSoftLimitWith(used)
        );
    }

    private static OutcomeRow? LastOf(HistoryTail history)
    {
        if (history.LastIntent() is not { } record)
        {
            return null;
        }

        var intent = Intent.Read(record);
        var outcome = history.Records.LastOrDefault(later => later.Kind is HistoryKind.Outcome && later.Sequence > record.Sequence);
        return new OutcomeRow(
            outcome?.At ?? record.At,
            outcome is not null,
            intent.Trigger,
            intent.Add.Length,
            intent.End.Length,
            outcome is null ? null : Outcome.Read(outcome).PolicyVersion
        );
    }
}
