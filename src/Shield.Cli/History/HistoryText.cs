using System.Collections.Immutable;
using Shield.Cli.Checks;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Checks;
using Shield.Operating.History;
using Shield.Operating.Words;

namespace Shield.Cli.History;

internal static class HistoryText
{
    public static void Write(VerifiedLedger verified, Screen screen)
    {
        var (failing, skipped) = (Count(ExaminedRow.Fails), Count(ExaminedRow.Skips));
        var unmade = skipped is 0 ? "" : $" {skipped} of {verified.Checks.Length} checks could not be made.";
        screen.Line(
            failing > 0 ? $"The ledger is not as Shield wrote it: {failing} of {verified.Checks.Length} checks fail.{unmade}"
                : skipped is 0 ? "The ledger is as Shield wrote it, as far as it can be checked."
                : $"What could be checked agrees.{unmade}",
            failing > 0 ? Tone.Bad
                : skipped > 0 ? Tone.Warning
                : Tone.Good
        );
        screen.Blank();
        ExaminedText.Write(verified.Checks, screen);
        screen.Heading("Not covered");
        foreach (var part in VerifiedLedger.NotCovered)
        {
            screen.Point(part);
        }

        screen.Heading("Ends of the chains, to be noted elsewhere");
        screen.Point(EndOf("history", "record(s)", verified.History));
        screen.Point(EndOf("acts", "act(s)", verified.Acts));

        int Count(CheckAnswer said) => verified.Checks.Count(row => row.Answer == said);
    }

    public static void Write(ImmutableArray<HistoryEvent> events, Screen screen)
    {
        if (events.IsEmpty)
        {
            screen.Line("Nothing happened, as far as was asked for.");
            return;
        }

        screen.Table(
            null,
            ["id", "when", "kind", "who", "what"],
            events.Select(happened =>
                (string[])[happened.Id, TimeText.Of(happened.At), HistoryWords.KindOf(happened), happened.Who ?? "-", SentenceOf(happened)]
            )
        );
        screen.Line($"{events.Length} event(s). Every entry of one: shield history show ID", Tone.Faint);
    }

    public static void Write(HistoryShown shown, Screen screen)
    {
        var happened = shown.Event;
        screen.Line($"{HistoryWords.KindOf(happened)} {happened.Id} at {TimeText.Of(happened.At)}");
        screen.Point(SentenceOf(happened));
        if (happened.Who is { } who)
        {
            screen.Point($"asked for by {who}");
        }

        if (shown.Act is { } act)
        {
            screen.Point($"{act.State}, {(act.Until is null ? "without an end" : $"until {TimeText.Of(act.Until)}")}");
        }

        if (happened is RuleChangeEvent { Change: var change })
        {
            screen.Point($"rule {change.Rule}: {change.To} in the place of {change.From}");
        }

        ImmutableArray<HistoryEntry> entries = [.. HistoryEntry.Of(happened)];
        if (!entries.IsEmpty)
        {
            screen.Blank();
            screen.Table(
                null,
                ["change", "list", "entry", "why"],
                entries.Select(entry => (string[])[entry.Fate.ToWord(), entry.List.ToWord(), entry.Text, entry.Why ?? "-"])
            );
        }
    }

    private static string SentenceOf(HistoryEvent happened) =>
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

    private static string EndOf(string chain, string links, ChainEnd? end) =>
        end is null ? $"{chain}: cannot be read" : $"{chain}: {end.Length} {links}, {end.Hash}";
}
