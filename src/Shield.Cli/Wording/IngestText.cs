using Shield.Cli.Output;
using Shield.Cli.Work;
using Shield.Core.Evidence;

namespace Shield.Cli.Wording;

internal static class IngestText
{
    /// <summary>One line; null where there was no such call.</summary>
    private static string? CallsSentence(int calls) =>
        calls is 0 ? null : $"{calls} call(s) of GuardDuty's API say what people did about findings (archived, taken out again, feedback); they count as no findings";

    /// <summary>What the input told beside its parties, each in one line.</summary>
    public static IEnumerable<string> Notes(Ingestion ingestion) => new[]
    {
        NewsText.HostsSentence(ingestion.AttackingHosts),
        UnknownTypesText.Sentence(ingestion.UnknownTypes),
        NewsText.NamelessSentence(ingestion.Nameless.ByType),
        CallsSentence(ingestion.Calls),
    }.OfType<string>();

    public static void Write(IngestAnswer answer, Ingestion ingestion, Screen screen)
    {
        screen.Line($"{answer.Findings} finding(s) with {answer.Sightings} sighting(s); {answer.Duplicates} told nothing new.", Tone.Strong);
        screen.Line($"Of their parties: {answer.Blocked} to be blocked, {answer.Held} held, {answer.Ignored.Values.Sum()} ignored.");
        foreach (var (reason, count) in answer.Ignored)
        {
            screen.Point($"{count} ignored ({reason}): {ReasonText.Of(reason)}", Tone.Faint);
        }

        if (CallsSentence(ingestion.Calls) is { } sentence)
        {
            screen.Line($"{sentence}.");
        }

        UnknownTypesText.Write(ingestion.UnknownTypes, screen);
        NewsText.Write(answer.Nameless, ingestion.AttackingHosts, screen);
        screen.Table($"{answer.Rejected.Length} rejected", ["source", "position", "reason"], answer.Rejected.Select(row => (string[])[row.Source, row.Position, row.Reason]));
        if (answer.Apply is { } applied)
        {
            ApplyText.WriteWhole(applied, screen);
            ApplyText.WriteOthers(answer.Also, screen);
        }

        if (answer is { Apply: null, Blocked: > 0 })
        {
            screen.Line("Recorded, not applied: shield plan shows what would change, shield apply does it.", Tone.Faint);
        }
    }
}
