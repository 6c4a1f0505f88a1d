using System.Collections.Immutable;
using Shield.Cli.Output;
using Shield.Cli.Settings;
using Shield.Core.Addresses;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.Cli.Work;

/// <summary><c>status</c>: what needs a person first, then how everything stands.</summary>
public static class StatusReport
{
    /// <param name="prove">Asks the PCE for proof of one listed entry; null where that cannot be asked.</param>
    public static async Task<Answer<StatusAnswer>> ReadAsync(
        SituationReader reader,
        ShieldSettings settings,
        Func<AddressRange, BlockingRule, CancellationToken, Task<Proof?>>? prove,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        var situation = overview.Situation;
        var plan = situation is null ? null : PlanPreview.Of(situation);
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
            Rules = situation is null ? [] : await RulesAsync(situation, settings, prove, cancellationToken),
            Threats = overview.Threats().GroupBy(threat => threat.State.ToWord()).ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            KeptBack = plan?.KeptBack ?? [],
            Foreign = plan?.Foreign ?? [],
            Orphans = plan?.Orphans ?? [],
            Capacity = situation is null ? null : new CapacityRow(UsedIn(situation), settings.Pce.MaxEntries),
            Last = LastOf(overview.Decided.History),
        };
        return new Answer<StatusAnswer>(answer, overview.Unreachable is null ? ExitCode.Done : ExitCode.Error);
    }

    private static async Task<ImmutableArray<RuleRow>> RulesAsync(
        Situation situation,
        ShieldSettings settings,
        Func<AddressRange, BlockingRule, CancellationToken, Task<Proof?>>? prove,
        CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<RuleRow>();
        foreach (var rule in situation.View.Rules)
        {
            var sample = situation.Plan.Lists
                .Where(list => list.Direction == rule.Direction)
                .SelectMany(list => (list.Pair.Active?.Entries ?? []).Where(list.Pair.Draft.Mark.IsOurs))
                .FirstOrDefault();
            var proof = prove is null || sample is null || rule.Condition is not RuleCondition.InForce ? null : await prove(sample.Range, rule, cancellationToken);
            rows.Add(new RuleRow(rule.Direction.ToWord(), rule.Condition.ToWord(), rule.Href, Joined(rule.Detail, proof?.Detail), proof is null ? null : proof.IsBlocked ? "blocked" : "not-blocked"));
        }

        return rows.ToImmutable();
    }

    private static string? Joined(params string?[] details) => details.OfType<string>().ToList() is [_, ..] said ? string.Join("; ", said) : null;

    // As the limit counts them: in the draft, which is what will be active.
    private static int UsedIn(Situation situation) => situation.Plan.Lists.Sum(list => list.Pair.Draft.Entries.Count(list.Pair.Draft.Mark.IsOurs));

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
