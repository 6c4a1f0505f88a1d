using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Shield.Cli.Printing;
using Shield.Core.Evidence;
using Shield.Core.Planning.Desired;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Words;

namespace Shield.Cli.Ingest;

internal static partial class IngestText
{
    private const int MostReasons = 20;

    /// <summary>Null where there was no such finding.</summary>
    private static string? CallsSentence(int calls) =>
        calls is 0
            ? null
            : $"{calls} call(s) of GuardDuty's API say what people did about findings (archived, taken out again, feedback); "
                + "they count as no findings";

    /// <summary>What the input told besides addresses and domains, one line each.</summary>
    public static IEnumerable<string> Notes(Intake intake) =>
        new[]
        {
            NewsText.HostsSentence(intake.AttackingHosts),
            UnknownTypesText.Sentence(intake.UnknownTypes),
            NewsText.NamelessSentence(intake.Nameless.ByType),
            CallsSentence(intake.Calls),
        }.OfType<string>();

    /// <summary>A directory full of other files has one reason a hundred times: it is said once, with how often and where first.</summary>
    private static void WriteRejected(ImmutableArray<RejectedRecord> rejected, Screen screen)
    {
        var reasons = rejected
            .GroupBy(row => WithoutQuotes(row.Reason))
            .OrderByDescending(same => same.Count())
            .ThenBy(same => same.Key, StringComparer.Ordinal)
            .ToList();
        if (reasons.Count == rejected.Length && reasons.Count <= MostReasons)
        {
            screen.Table(
                $"{rejected.Length} rejected",
                ["source", "position", "reason"],
                rejected.Select(row => (string[])[row.Source, row.Position, row.Reason])
            );
            return;
        }

        screen.Table(
            $"{rejected.Length} rejected, by reason",
            ["records", "reason", "first"],
            reasons
                .Take(MostReasons)
                .Select(same =>
                    (string[])
                        [
                            $"{same.Count()}",
                            same.All(row => row.Reason == same.First().Reason) ? same.First().Reason : same.Key,
                            $"{same.First().Source} {same.First().Position}".TrimEnd(),
                        ]
                )
        );
        if (reasons.Count > MostReasons)
        {
            screen.Line($"… and {reasons.Count - MostReasons} more reasons: shield ingest -o json names every record", Tone.Faint);
        }
    }

    /// <summary>A thousand texts that are no JSON begin in many ways, and have one fault.</summary>
    private static string WithoutQuotes(string reason) => Quoted().Replace(reason, "'…'");

    [GeneratedRegex("'.*?'(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    /// <param name="answer">The document.</param>
    /// <param name="ingestion">What else was learnt while reading.</param>
    /// <param name="screen">Nothing is written to it where nothing could be read: that is said on standard error, and a report of zeros
    /// says nothing.</param>
    public static void Write(IngestAnswer answer, Ingestion ingestion, Screen screen)
    {
        if (
            answer is { Findings: 0, Apply: null }
            && ingestion is { Intake.Calls: 0, Unread.Count: > 0 }
            && answer.Rejected.Length == ingestion.Unread.Count
        )
        {
            return;
        }

        screen.Line(
            $"{answer.Findings} finding(s) with {answer.Sightings} sighting(s); {answer.Duplicates} told nothing new.",
            Tone.Strong
        );
        screen.Line($"Of their parties: {answer.Blocked} to be blocked, {answer.Held} held, {answer.Ignored.Values.Sum()} ignored.");
        foreach (var (reason, count) in answer.Ignored)
        {
            screen.Point($"{count} ignored ({reason}): {ReasonText.Of(reason)}", Tone.Faint);
        }

        if (CallsSentence(ingestion.Intake.Calls) is { } sentence)
        {
            screen.Line($"{sentence}.");
        }

        UnknownTypesText.Write(ingestion.Intake.UnknownTypes, screen);
        NewsText.Write(answer.Nameless, ingestion.Intake.AttackingHosts, screen);
        WriteRejected([.. answer.Rejected.Except(ingestion.Unread)], screen);
        if (ingestion.Effect is { } applied)
        {
            screen.Lines(ReconcileLines.Whole(applied));
            screen.Lines(ReconcileLines.Others(answer.Also));
        }

        if (answer is { Apply: null, Blocked: > 0 })
        {
            screen.Line("Recorded, not applied: shield plan shows what would change, shield apply does it.", Tone.Faint);
        }
    }
}
