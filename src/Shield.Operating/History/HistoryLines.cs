using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Operating.History;

/// <summary>What happened, in lines and tables.</summary>
public static class HistoryLines
{
    public static IEnumerable<AnswerPart> Of(ImmutableArray<HistoryEvent> events) =>
        events.IsEmpty
            ? [AnswerPart.Line("Nothing happened, as far as was asked for.")]
            :
            [
                AnswerPart.Table(
                    null,
                    ["id", "when", "kind", "who", "what"],
                    events.Select(happened =>
                        (string[])
                            [
                                happened.Id,
                                TimeText.Of(happened.At),
                                HistoryWords.KindOf(happened),
                                happened.Who ?? "-",
                                SentenceOf(happened),
                            ]
                    )
                ),
                AnswerPart.Line($"{events.Length} event(s). Every entry of one: shield history show ID", Tone.Faint),
            ];

    public static IEnumerable<AnswerPart> Of(HistoryShown shown)
    {
        var happened = shown.Event;
        yield return AnswerPart.Line($"{HistoryWords.KindOf(happened)} {happened.Id} at {TimeText.Of(happened.At)}");
        yield return AnswerPart.Point(SentenceOf(happened));
        if (happened.Who is { } who)
        {
            yield return AnswerPart.Point($"asked for by {who}");
        }

        if (shown.Act is { } act)
        {
            yield return AnswerPart.Point($"{act.State}, {(act.Until is null ? "without an end" : $"until {TimeText.Of(act.Until)}")}");
        }

        if (happened is RuleChangeEvent { Change: var change })
        {
            yield return AnswerPart.Point($"rule {change.Rule}: {change.To} in the place of {change.From}");
        }

        ImmutableArray<HistoryEntry> entries = [.. HistoryEntry.Of(happened)];
        if (!entries.IsEmpty)
        {
            yield return AnswerPart.Table(
                null,
                ["change", "list", "entry", "why"],
                entries.Select(entry => (string[])[entry.Fate.ToWord(), entry.List.ToWord(), entry.Text, entry.Why ?? "-"])
            );
        }
    }

    public static AnswerFault Unknown(string id) =>
        new("unknown-event", $"history holds no event '{id}', or more than one; shield history list shows the ids");

    public static string SentenceOf(HistoryEvent happened) =>
        happened switch
        {
            ReconcileEvent { Intent: var intent, Outcome: var outcome } => $"+{intent.Add.Length} -{intent.End.Length}"
                + (
                    outcome is null ? ", without an outcome: it broke off, was refused, or is under way"
                    : outcome.PolicyVersion is { } version ? $", policy version {version}"
                    : ", found out afterwards"
                ),
            ActEvent { Act: var act } => $"{act.Kind.ToWord()} {(act.Indicator is { } party ? $"{party}: " : "")}{act.Why}",
            RefusalEvent refusal => refusal.Refusal.Total is { } total
                ? $"the PCE takes no more: {total} entries in all"
                : $"the PCE refused {refusal.Parties.Count()} entries",
            KeptBackEvent keptBack => $"{keptBack.Note.Count} kept back",
            RuleChangeEvent { Change: var change } => $"somebody's rule narrowed or widened: {change.Rule}",
            RestoreEvent => "somebody put an older policy back on the PCE",
            LaterEvent later => $"recorded by a later version of Shield ({later.KindName})",
            _ => "-",
        };
}
