using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Reading;
using Shield.Operating.Words;
using Shield.Pce.Diagnosing;

namespace Shield.Operating.Plans;

/// <summary><c>plan</c>: the difference as data. Is handed nothing that could write (law 12).</summary>
public static class PlanPreview
{
    /// <param name="reader">Reads ledger and PCE.</param>
    /// <param name="names">Of people; null where they cannot be asked for.</param>
    /// <param name="traffic">Tells who of us talked with a party; null: nobody asks.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Answer<PlanResult>> ReadAsync(
        SituationReader reader,
        UserNames? names,
        TrafficLook? traffic,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var situation = await reader.ReadAsync(now, cancellationToken);
        var (plan, answer) = (situation.Plan, Of(situation));
        answer = answer with { RemovedByHand = await RemovedByHandRow.NameAsync(answer.RemovedByHand, names, cancellationToken) };
        var exitCode = (answer.Refused, plan.HasWork, plan.KeptBack.IsEmpty) switch
        {
            (not null, _, _) => ExitCode.Refused,
            (_, true, _) => ExitCode.Changes,
            (_, false, false) => ExitCode.Refused,
            _ => ExitCode.Done,
        };
        var talked = traffic is null ? null : await AskAsync(traffic, plan, now, cancellationToken);
        answer = answer with { Traffic = talked is null ? null : TrafficAnswer.Of(talked) };
        return new Answer<PlanResult>(new PlanResult(answer, UnenforcedIn(situation), situation) { Traffic = talked }, exitCode);
    }

    /// <summary>About whom it would newly block, and about whom a person is to decide; the most severe first.</summary>
    /// <returns>Null where there is nobody.</returns>
    private static async Task<TalkedWith?> AskAsync(TrafficLook traffic, Plan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ImmutableArray<Indicator> parties =
        [
            .. plan
                .Add.Select(addition => (addition.Indicator, addition.Answer.Severity))
                .Concat(plan.Held.Where(held => !held.IsListed).Select(held => (held.Indicator, held.Answer.Severity)))
                .OrderByDescending(party => party.Severity)
                .ThenBy(party => party.Indicator)
                .Select(party => party.Indicator)
                .Distinct(),
        ];
        return parties.IsEmpty ? null : await traffic.AskAsync(parties, now, cancellationToken);
    }

    private static ImmutableArray<UnenforcedList> UnenforcedIn(Situation situation)
    {
        var holding = situation.Plan.Lists.Where(list => list.Ours(list.Written) > 0).Select(list => list.List).ToHashSet();
        return UnenforcedList.In(situation.View, holding.Contains);
    }

    public static PlanAnswer Of(Situation situation)
    {
        var plan = situation.Plan;
        return new PlanAnswer
        {
            Enforced = UnenforcedIn(situation).IsEmpty && situation.View.Rules.Any(rule => rule.Condition is RuleCondition.InForce),
            RemovedByHand = RemovedByHandRow.InForce(situation.Decided.Ledger.Acts, situation.Decided.Now),
            Alarms = situation.Alarms,
            Fingerprint = plan.Fingerprint,
            Add = [.. plan.Add.Select(addition => Row(addition, addition.Answer.Reason))],
            Remove = [.. plan.Remove.Select(removal => Row(removal, situation.Decided))],
            Keep = plan.Lists.Sum(list => list.Keep),
            Held = [.. plan.Held.Select(Row)],
            KeptBack = [.. plan.KeptBack.Select(kept => Row(kept.Addition, kept.Reason) with { Detail = kept.Detail })],
            Foreign = [.. plan.Lists.SelectMany(list => list.Foreign).Select(Row)],
            Orphans = [.. plan.Lists.SelectMany(list => list.Orphans).Select(Row)],
            Provision = plan.Lists.Any(list => list.NeedsProvision),
            Refused = (plan.Refused, plan.Paused) switch
            {
                ({ } fault, _) => new RefusalRow(fault.Reason, fault.Detail),
                (_, { } flag) when flag.StopsEverything || !plan.HasWork => new RefusalRow(ReasonCode.Paused, flag.Text),
                _ => null,
            },
            Paused = plan.Paused?.Text,
        };
    }

    public static HeldRow Row(Held held) =>
        new(
            held.Indicator.ToString(),
            held.List.ToDirection().ToWord(),
            held.Answer.Reason,
            held.Answer.Severity,
            held.Answer.Until,
            held.IsListed
        );

    private static AdditionRow Row(Addition addition, string reason) =>
        new(
            addition.Indicator.ToString(),
            addition.Entry.ToString(),
            addition.List.ToDirection().ToWord(),
            reason,
            addition.Answer.Severity,
            addition.Answer.Until
        );

    // A piece of a cut block is named by the indicator that it was cut from.
    private static RemovalRow Row(Removal removal, Decided decided)
    {
        var whole = decided
            .Decisions.Select(decision => decision.Indicator)
            .Where(indicator => indicator.Covers(removal.Entry))
            .Append(removal.Entry)
            .First();
        return new RemovalRow(whole.ToString(), removal.Entry.ToString(), removal.List.ToDirection().ToWord(), removal.Cause);
    }

    private static ForeignRow Row(ForeignEntry foreign) =>
        new(
            (foreign.Entry.IsExclusion ? "!" : "") + foreign.Entry.What,
            foreign.List.ToDirection().ToWord(),
            foreign.Entry.Description,
            foreign.OtherOwner,
            foreign.NeverBlocked
        );

    private static OrphanRow Row(Orphan orphan) => new(orphan.Entry.ToString(), orphan.List.ToDirection().ToWord(), orphan.Mark.ToString());
}
