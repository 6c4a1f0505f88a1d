using Shield.Core.FindingTypes;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Plans;

/// <summary>A plan, in lines and tables.</summary>
public static class PlanLines
{
    public static IEnumerable<AnswerPart> Of(PlanResult result) =>
        [
            .. AnswerPart.Lines(Head(result)),
            .. Changes(result.Answer),
            Held(result.Answer),
            .. TrafficText.Parts(result.Traffic),
            .. Others(result.Answer),
            .. Accepting(result.Answer).Select(line => AnswerPart.Apart(line)),
        ];

    /// <summary>Whether it may be written, and whatever is wrong; then how much it is.</summary>
    public static IEnumerable<Cell> Head(PlanResult result)
    {
        var plan = result.Answer;
        if (plan.Refused is { } refused)
        {
            yield return new Cell($"Refused ({refused.Reason}): {refused.Detail}", Tone.Bad);
            yield return new Cell("Nothing would be written; what follows is what would have been.", Tone.Faint);
        }

        if (result.Situation.Plan.Paused is { } flag)
        {
            yield return new Cell($"Shield is {PauseText.Sentence(flag)}. To end it: {PauseText.Remedy}.", Tone.Warning);
        }

        if (result.IsObserving)
        {
            yield return new Cell("Policy:Autonomy is observe: an apply would write nothing.", Tone.Warning);
        }

        foreach (var why in EffectText.WhyUnenforced(result.Unenforced, result.Mode))
        {
            yield return new Cell(why, Tone.Bad);
        }

        foreach (var source in result.NeverBlockUnreadable)
        {
            yield return new Cell($"A never-block source cannot be read, so no new block is made: {source}", Tone.Bad);
        }

        foreach (var alarm in plan.Alarms)
        {
            yield return new Cell($"Alarm: {alarm}", Tone.Bad);
        }

        foreach (var removal in RemovalText.Lines(plan.RemovedByHand))
        {
            yield return removal;
        }

        yield return new Cell(Summary(plan), Tone.Strong);
    }

    /// <summary>What is added, removed and kept back.</summary>
    public static IEnumerable<AnswerPart> Changes(PlanAnswer plan) =>
        [
            AnswerPart.Table("To add", ["indicator", "entry", "direction", "why", "severity", "until"], plan.Add.Select(Row)),
            AnswerPart.Table(
                "To remove",
                ["indicator", "entry", "direction", "cause"],
                plan.Remove.Select(row => (string[])[row.Indicator, row.Entry, row.Direction, Because(row.Cause)])
            ),
            AnswerPart.Table(
                "Kept back, waiting",
                ["indicator", "entry", "direction", "for", "severity", "until"],
                plan.KeptBack.Select(Row)
            ),
        ];

    public static AnswerPart Held(PlanAnswer plan) =>
        AnswerPart.Table(
            "Held, waiting for a person",
            ["indicator", "direction", "why", "severity", "until", "on the list"],
            plan.Held.Select(row =>
                (string[])
                    [
                        row.Indicator,
                        row.Direction,
                        Because(row.Reason),
                        NumberText.Of(row.Severity),
                        TimeText.Of(row.Until),
                        row.Listed ? "yes, until its end" : "no",
                    ]
            )
        );

    /// <summary>What others wrote on our lists, and what nobody here knows.</summary>
    public static IEnumerable<AnswerPart> Others(PlanAnswer plan) =>
        [
            AnswerPart.Table(
                "Entries by others on our lists; they stay",
                ["entry", "direction", "description", "remark"],
                plan.Foreign.Select(row =>
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
            ),
            AnswerPart.Table(
                "Orphans: our mark, unknown to the ledger; they stay",
                ["entry", "direction", "description"],
                plan.Orphans.Select(row => (string[])[row.Entry, row.Direction, row.Description])
            ),
        ];

    /// <summary>What can be done about what is kept back.</summary>
    public static IEnumerable<string> Accepting(PlanAnswer plan)
    {
        if (plan.KeptBack.Any(kept => kept.Reason is ReasonCode.OverCapacity))
        {
            yield return $"What waits for room cannot be accepted: {Remedies.MakesRoom}.";
        }

        if (plan.KeptBack.Any(kept => kept.Reason is ReasonCode.OverLimit))
        {
            yield return $"To accept exactly what a limit keeps back: shield apply --accept-plan {plan.Fingerprint} --reason \"…\"";
        }
    }

    public static string Because(string code) => ReasonText.Has(code) ? $"{code}: {ReasonText.Of(code)}" : code;

    public static string Summary(PlanAnswer plan)
    {
        var held = plan.Held.Select(row => row.Indicator).Distinct().Count();
        var changes =
            $"{plan.Add.Length} to add, {plan.Remove.Length} to remove, {plan.Keep} to keep, {held} held, {plan.KeptBack.Length} kept back";
        var provision = plan is { Provision: true, Add: [], Remove: [] } ? "; a draft of ours is still to be provisioned" : "";
        return plan is { Add: [], Remove: [], Provision: false }
            ? $"Nothing to do: {changes}."
            : $"Plan {plan.Fingerprint}: {changes}{provision}.";
    }

    private static string[] Row(AdditionRow row) =>
        [
            row.Indicator,
            row.Entry,
            row.Direction,
            Because(row.Reason) + (row.Detail is null ? "" : $" ({row.Detail})"),
            NumberText.Of(row.Severity),
            TimeText.Of(row.Until),
        ];
}
