using System.Collections.Immutable;
using System.Globalization;
using Shield.Cli.Printing;
using Shield.Core.Decisions.SoftLists;
using Shield.Operating.Answers;
using Shield.Operating.NeverBlockLists;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Cli.NeverBlockLists;

internal static class NeverBlockText
{
    public static void Write(ImmutableArray<NeverBlockSource> sources, Screen screen)
    {
        foreach (var row in sources.Select(source => source.Row).Where(row => row.Fault is not null))
        {
            var file = row.Path is null ? "" : $"'{row.Source}': ";
            screen.Line($"Cannot be read, so no new block is made: {file}{row.Fault}", Tone.Bad);
        }

        var hard = sources.Where(source => source.IsHard).Select(source => source.Row).ToList();
        var soft = sources.Where(source => !source.IsHard).Select(source => source.Row).ToList();

        screen.Table(
            "Hard: never blocked, whatever anybody says",
            ["tier", "runs", "names", "what"],
            hard.Select(row => (string[])[row.Tier!, Number(row.Runs), Number(row.Names), row.Source])
        );
        screen.Table(
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
            screen.Line("No soft list is named: NeverBlock:Files in the settings.");
        }
    }

    public static void Write(NeverBlockCheck check, Screen screen)
    {
        var answer = check.Answer;
        screen.Line(check.Tiers.IsEmpty ? $"{answer.Indicator} is in no tier of never-block." : $"{answer.Indicator} is touched by:");
        foreach (var tier in check.Tiers)
        {
            var part = tier.Coverage is Coverage.Part ? ", a part of it" : "";
            screen.Point($"{tier.Name} ({NeverBlockWords.Strength(tier.IsHard)}{part}): {tier.Detail}");
        }

        foreach (var source in answer.Unreadable)
        {
            screen.Line($"Not asked, and no new block is made until it can be: {source}", Tone.Bad);
        }

        screen.Line($"If a finding named it:     {Verdict(answer.ByFinding)}");
        screen.Line($"If an operator blocked it: {Verdict(answer.ByOperator)}");
        screen.Line($"Now:                       {(answer.Now is { } now ? Verdict(now) : "nothing is known of it")}");
    }

    public static void Write(RefreshedList refreshed, Screen screen)
    {
        var (name, path) = (refreshed.File.Name, refreshed.File.Path);
        screen.Line(
            refreshed.IsWritten
                ? $"'{name}' is now what {refreshed.From} says ({path})."
                : $"'{name}' says the same as {refreshed.From}: nothing was written."
        );
        if (refreshed.UnreadBefore is { } before)
        {
            screen.Line($"The copy before could not be read: {before}", Tone.Warning);
        }

        foreach (var list in refreshed.Changes)
        {
            screen.Line($"{list.Kind.ToWord()}: {list.Entries} entries; {list.Added.Length} added, {list.Removed.Length} removed");
            WriteSample("+", list.Added.Length, [.. list.AddedSample], screen);
            WriteSample("-", list.Removed.Length, [.. list.RemovedSample], screen);
        }
    }

    private static void WriteSample(string sign, int all, ImmutableArray<string> sample, Screen screen)
    {
        if (all > 0)
        {
            screen.Line(
                $"  {sign} {string.Join(", ", sample)}{(all > sample.Length ? $", and {all - sample.Length} more" : "")}",
                Tone.Faint
            );
        }
    }

    private static string Verdict(VerdictRow row) =>
        row.Reason is { } reason ? $"{row.Verdict}, because {ReasonText.Of(reason)} ({reason})" : row.Verdict;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
