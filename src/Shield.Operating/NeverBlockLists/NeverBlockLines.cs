using System.Collections.Immutable;
using System.Globalization;
using Shield.Operating.Answers;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.NeverBlockLists;

/// <summary>What is never blocked, in lines and tables.</summary>
public static class NeverBlockLines
{
    public static IEnumerable<AnswerPart> Of(ImmutableArray<NeverBlockSource> sources)
    {
        foreach (var row in sources.Select(source => source.Row).Where(row => row.Fault is not null))
        {
            var file = row.Path is null ? "" : $"'{row.Source}': ";
            yield return AnswerPart.Line($"Cannot be read, so no new block is made: {file}{row.Fault}", Tone.Bad);
        }

        var hard = sources.Where(source => source.IsHard).Select(source => source.Row);
        var soft = sources.Where(source => !source.IsHard).Select(source => source.Row).ToList();
        yield return AnswerPart.Table(
            "Hard: never blocked, whatever anybody says",
            ["tier", "runs", "names", "what"],
            hard.Select(row => (string[])[row.Tier!, Number(row.Runs), Number(row.Names), row.Source])
        );
        yield return AnswerPart.Table(
            "Soft: held, or blocked for half the time",
            ["list", "kind", "runs", "names", "written", "file"],
            soft.Select(row =>
                (string[])
                    [
                        row.Source,
                        row.Tier ?? "-",
                        row.Fault is null ? Number(row.Runs) : "unreadable",
                        Number(row.Names),
                        TimeText.Of(row.Modified),
                        row.Path!,
                    ]
            )
        );
        if (soft.Count is 0)
        {
            yield return AnswerPart.Line("No soft list is named: NeverBlock:Files in the settings.");
        }
    }

    public static IEnumerable<AnswerPart> Of(NeverBlockCheck check)
    {
        var answer = check.Answer;
        yield return AnswerPart.Line(
            check.Tiers.IsEmpty ? $"{answer.Indicator} is in no tier of never-block." : $"{answer.Indicator} is touched by:"
        );
        foreach (var tier in check.Tiers)
        {
            var part = tier.Coverage is Coverage.Part ? ", a part of it" : "";
            yield return AnswerPart.Point($"{tier.Name} ({NeverBlockWords.Strength(tier.IsHard)}{part}): {tier.Detail}");
        }

        foreach (var source in answer.Unreadable)
        {
            yield return AnswerPart.Line($"Not asked, and no new block is made until it can be: {source}", Tone.Bad);
        }

        yield return AnswerPart.Line($"If a finding named it:     {Verdict(answer.ByFinding)}");
        yield return AnswerPart.Line($"If an operator blocked it: {Verdict(answer.ByOperator)}");
        yield return AnswerPart.Line($"Now:                       {(answer.Now is { } now ? Verdict(now) : "nothing is known of it")}");
    }

    private static string Verdict(VerdictRow row) =>
        row.Reason is { } reason ? $"{row.Verdict}, because {ReasonText.Of(reason)} ({reason})" : row.Verdict;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
