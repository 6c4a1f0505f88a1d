using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Plans;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Cli.Plans;

internal static class PlanText
{
    public static void Write(PlanResult result, Screen screen)
    {
        var plan = result.Answer;
        if (plan.Refused is { } refused)
        {
            screen.Line($"Refused ({refused.Reason}): {refused.Detail}", Tone.Bad);
            screen.Line("Nothing would be written; what follows is what would have been.", Tone.Faint);
        }

        if (result.Situation.Plan.Paused is { } flag)
        {
            screen.Line($"Shield is {PauseText.Sentence(flag)}. To end it: {PauseText.Remedy}.", Tone.Warning);
        }

        if (result.IsObserving)
        {
            screen.Line("Policy:Autonomy is observe: an apply would write nothing.", Tone.Warning);
        }

        foreach (var why in EffectText.WhyUnenforced(result.Unenforced, result.Mode))
        {
            screen.Line(why, Tone.Bad);
        }

        foreach (var source in result.NeverBlockUnreadable)
        {
            screen.Line($"A never-block source cannot be read, so no new block is made: {source}", Tone.Bad);
        }

        foreach (var alarm in plan.Alarms)
        {
            screen.Line($"Alarm: {alarm}", Tone.Bad);
        }

        screen.Lines(RemovalText.Lines(plan.RemovedByHand));
        screen.Line(Summary(plan), Tone.Strong);
        WriteChanges(plan, screen);
        screen.Table(
            "Held, waiting for a person",
            ["indicator", "direction", "why", "severity", "until", "on the list"],
            plan.Held.Select(Row)
        );
        WriteOthers(plan.Foreign, plan.Orphans, screen);
        if (plan.KeptBack.Any(kept => kept.Reason is ReasonCode.OverCapacity))
        {
            screen.Blank();
            screen.Line($"What waits for room cannot be accepted: {Remedies.MakesRoom}.");
        }

        if (plan.KeptBack.Any(kept => kept.Reason is ReasonCode.OverLimit))
        {
            screen.Blank();
            screen.Line($"To accept exactly what a limit keeps back: shield apply --accept-plan {plan.Fingerprint} --reason \"…\"");
        }
    }

    /// <summary>What is added, removed and kept back.</summary>
    public static void WriteChanges(PlanAnswer plan, Screen screen)
    {
        screen.Table("To add", ["indicator", "entry", "direction", "why", "severity", "until"], plan.Add.Select(Row));
        screen.Table(
            "To remove",
            ["indicator", "entry", "direction", "cause"],
            plan.Remove.Select(row => (string[])[row.Indicator, row.Entry, row.Direction, Because(row.Cause)])
        );
        screen.Table("Kept back, waiting", ["indicator", "entry", "direction", "for", "severity", "until"], plan.KeptBack.Select(Row));
    }

    public static string[] Row(HeldRow row) =>
        [
            row.Indicator,
            row.Direction,
            Because(row.Reason),
            NumberText.Of(row.Severity),
            TimeText.Of(row.Until),
            row.Listed ? "yes, until its end" : "no",
        ];

    public static string[] Row(AdditionRow row) =>
        [
            row.Indicator,
            row.Entry,
            row.Direction,
            Because(row.Reason) + (row.Detail is null ? "" : $" ({row.Detail})"),
            NumberText.Of(row.Severity),
            TimeText.Of(row.Until),
        ];

    public static string Because(string code) => ReasonText.Has(code) ? $"{code}: {ReasonText.Of(code)}" : code;

    public static void WriteOthers(IReadOnlyCollection<ForeignRow> foreign, IReadOnlyCollection<OrphanRow> orphans, Screen screen)
    {
        screen.Table(
            "Entries by others on our lists; they stay",
            ["entry", "direction", "description", "remark"],
            foreign.Select(row =>
                (string[])
                    [
                        row.Entry,
                        row.Direction,
                        row.Description ?? "",
                        row.Owner is { } owner ? $"carries the mark of owner {owner}"
                        : row.NeverBlocked is { } reason ? $"Shield would never block it: {ReasonText.Of(reason)}"
                        : "",
                    ]
            )
        );
        screen.Table(
            "Orphans: our mark, unknown to the ledger; they stay",
            ["entry", "direction", "description"],
            orphans.Select(row => (string[])[row.Entry, row.Direction, row.Description])
        );
    }

    private static string Summary(PlanAnswer plan)
    {
        var held = plan.Held.Select(row => row.Indicator).Distinct().Count();
        var changes =
            $"{plan.Add.Length} to add, {plan.Remove.Length} to remove, {plan.Keep} to keep, {held} held, {plan.KeptBack.Length} kept back";
        var provision = plan is { Provision: true, Add: [], Remove: [] } ? "; a draft of ours is still to be provisioned" : "";
        return plan is { Add: [], Remove: [], Provision: false }
            ? $"Nothing to do: {changes}."
            : $"Plan {plan.Fingerprint}: {changes}{provision}.";
    }
}
