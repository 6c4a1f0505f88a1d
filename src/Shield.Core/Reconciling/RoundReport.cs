using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>What one round says of itself, from what it read, planned and read back.</summary>
internal sealed class RoundReport(ReconcileSettings settings)
{
    /// <summary>Null where the plan may be written.</summary>
    public ReconcileReport? WhyNothingIsWritten(Plan plan) =>
        (plan, settings.Policy.Autonomy) switch
        {
            ({ Refused: { } fault }, _) => Of(plan, ReconcileOutcome.Refused) with { Reason = fault.Reason, Detail = fault.Detail },
            ({ Paused: { } flag }, var autonomy) when flag.StopsEverything || autonomy is Autonomy.Observe => Of(
                plan,
                ReconcileOutcome.Paused
            ),
            (_, Autonomy.Observe) => Of(plan, ReconcileOutcome.Observed),
            _ => null,
        };

    /// <summary>Somebody panicked while it was written, and it was taken off again.</summary>
    public static ReconcileReport OfPanic(Plan plan, PauseFlag flag) =>
        Of(plan, ReconcileOutcome.Paused) with
        {
            Detail = $"a panic came while this was written, and everything of ours is taken off again ({flag.Text})",
        };

    public ReconcileReport OfNothingToDo(Situation situation) =>
        WithEnforcement(Of(situation.Plan, OrHeldUp(situation.Plan, ReconcileOutcome.Nothing)), situation, situation.View.Active);

    public ReconcileReport OfWaiting(Plan plan, DateTimeOffset next) =>
        Of(plan, ReconcileOutcome.Waiting) with
        {
            RetryAt = next,
            Detail =
                $"nothing was written: {VersionBucket.Burst} policy versions at once and then {settings.VersionsPerHour} an hour "
                + $"may be made without a person (Reconcile:VersionsPerHour), the next one at {next:u}",
        };

    /// <param name="version">Null where drafts alone were put right.</param>
    /// <param name="active">As they were read back.</param>
    public ReconcileReport OfApplied(IntentProof proof, Situation situation, long? version, ImmutableArray<PceList> active)
    {
        var plan = situation.Plan;
        var takenAlong = string.Join(", ", plan.Lists.Where(list => list.NeedsProvision).SelectMany(list => list.ForeignEdits.Words));
        var report = proof.In(Of(plan, OrHeldUp(plan, ReconcileOutcome.Applied)));
        report = report with
        {
            PolicyVersion = version,
            Detail = takenAlong is ""
                ? report.Detail
                : $"took along somebody's draft edits: {takenAlong}{(report.Detail is null ? "" : $"; {report.Detail}")}",
            Tally = Tally.Of(situation, settings.OursIn(active), proof.NewlyActive()),
        };
        return WithEnforcement(report, situation, active);
    }

    /// <summary>With what every round tells, whatever it came to.</summary>
    public ReconcileReport WithAlarms(ReconcileReport report, Situation situation)
    {
        ImmutableArray<string> alarms =
        [
            .. situation.Alarms,
            .. new[] { LedgerProof.DescribeUnlinked(situation.Decided.Ledger, situation.Decided.Now), report.Detail }.OfType<string>(),
        ];
        return report with
        {
            Decided = situation.Decided,
            Situation = situation,
            DatedAhead = situation.Decided.DatedAhead,
            Orphans = ChangedBlocks.Of(situation.Plan.Lists.SelectMany(list => list.Orphans).Select(orphan => orphan.Entry.ToString())),
            Tally = report.Tally ?? Tally.Of(situation, settings.OursIn(situation.View.Active), []),
            Detail = alarms.IsEmpty ? report.Detail : string.Join("; ", alarms),
        };
    }

    /// <summary>
    /// What is on the lists blocks nobody without a rule (law 16): whoever reads the report must be told, whatever was written.
    /// </summary>
    private ReconcileReport WithEnforcement(ReconcileReport report, Situation situation, ImmutableArray<PceList> active) =>
        report with
        {
            Unenforced = UnenforcedList.In(situation.View, list => settings.HoldsOurs(active, list)) is { IsEmpty: false } idle
                ? idle
                : null,
            IsOpenElsewhere = situation.View.Rules.Any(rule => rule.IsOpenElsewhere && settings.HoldsOurs(active, rule.List)),
        };

    /// <summary>With the plan's counts, and who paused it where that is its outcome.</summary>
    private static ReconcileReport Of(Plan plan, ReconcileOutcome outcome) =>
        new()
        {
            Outcome = outcome,
            KeptBack = plan.KeptBack.Length,
            OverLimit = plan.KeptBack.Count(kept => kept.Reason is ReasonCode.OverLimit),
            Fingerprint = plan.Fingerprint,
            Detail = outcome is ReconcileOutcome.Paused ? plan.Paused?.Text : null,
        };

    private static ReconcileOutcome OrHeldUp(Plan plan, ReconcileOutcome otherwise) =>
        plan.Paused is not null ? ReconcileOutcome.Paused
        : plan.KeptBack.IsEmpty ? otherwise
        : ReconcileOutcome.KeptBack;
}
