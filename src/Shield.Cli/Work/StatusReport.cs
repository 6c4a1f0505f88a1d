using System.Collections.Immutable;
using Shield.Cli.Output;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Settings;

namespace Shield.Cli.Work;

/// <summary><c>status</c>: what needs a person first, then how everything stands.</summary>
public static class StatusReport
{
    /// <param name="reaching">Asks the PCE on which workloads what is listed bites; null where that cannot be asked.</param>
    public static async Task<Answer<StatusAnswer>> ReadAsync(
        SituationReader reader,
        ShieldSettings settings,
        Reaching? reaching,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        var situation = overview.Situation;
        var plan = situation is null ? null : PlanPreview.Of(situation);
        var reached = situation is null || reaching is null
            ? Reached.Unknown(overview.Unreachable?.Message ?? "the PCE was not asked")
            : await reaching.AskAsync([.. AskedBlock.AllOf(situation)], now, cancellationToken);
        var answer = new StatusAnswer
        {
            Owner = settings.Pce.OwnerId,
            Mode = settings.Pce.Mode.ToWord(),
            Autonomy = settings.Policy.Autonomy.ToWord(),
            Pce = new PceStatus(settings.Pce.Url, overview.Unreachable is null, overview.Unreachable?.Message),
            Paused = situation?.Plan.Paused?.Text,
            Refused = situation?.Plan.Refused is { } fault ? new RefusalRow(fault.Reason, fault.Detail) : null,
            HeldButListed = [.. (plan?.Held ?? []).Where(held => held.Listed)],
            Overdue = plan?.Remove.Length ?? 0,
            NeverBlockUnreadable = overview.Decided.NeverBlock.Unreadable,
            Clocks = [.. new[] { ClockWarning.Of(situation?.View.ClockAhead), overview.Decided.DatedAhead?.Warning }.OfType<string>()],
            Rules = [.. (situation?.View.Rules ?? []).Select(rule => RowOf(rule, [.. reached.Proofs.Where(proof => rule.List == proof.Contact.Direction.ToList())]))],
            Reach = reached.Answer,
            Threats = overview.Threats().GroupBy(threat => threat.State.ToWord()).ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            Resolved = ResolvedNames.Of(overview.Decided),
            KeptBack = plan?.KeptBack ?? [],
            Foreign = plan?.Foreign ?? [],
            Orphans = plan?.Orphans ?? [],
            Capacity = situation is null ? null : CapacityOf(situation.Plan),
            Last = LastOf(overview.Decided.History),
        };
        return new Answer<StatusAnswer>(answer, overview.Unreachable is null ? ExitCode.Done : ExitCode.Error);
    }

    private static RuleRow RowOf(BlockingRule rule, ImmutableArray<Proof> proofs)
    {
        var telling = proofs.FirstOrDefault(proof => !proof.IsBlocked) ?? proofs.FirstOrDefault();
        return new RuleRow(rule.List.ToWord(), rule.Condition.ToWord(), rule.Href, Joined(rule.Detail, telling?.Detail), telling is null ? null : telling.IsBlocked ? "blocked" : "not-blocked");
    }

    private static string? Joined(params string?[] details) => details.OfType<string>().ToList() is [_, ..] said ? string.Join("; ", said) : null;

    // As the limit counts them: in the draft, which is what will be active.
    private static CapacityRow CapacityOf(Plan plan)
    {
        var used = plan.Lists.Sum(list => list.Ours(list.Pair.Draft.Entries));
        return new CapacityRow(used, plan.Capacity.ForOurs, plan.Capacity.OfOthers, Capacity.SoftLimit, plan.Capacity.IsNearSoftLimitWith(used));
    }

    private static OutcomeRow? LastOf(HistoryTail history)
    {
        if (history.LastIntent() is not { } record)
        {
            return null;
        }

        var intent = Intent.Read(record);
        var outcome = history.Records.LastOrDefault(later => later.Kind is HistoryKind.Outcome && later.Sequence > record.Sequence);
        return new OutcomeRow(outcome?.At ?? record.At, outcome is not null, intent.Trigger, intent.Add.Length, intent.End.Length, outcome is null ? null : Outcome.Read(outcome).PolicyVersion);
    }
}
