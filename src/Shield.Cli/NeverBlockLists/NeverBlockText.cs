using System.Collections.Immutable;
using System.Globalization;
using Shield.Cli.Printing;
using Shield.Cli.Words;

namespace Shield.Cli.NeverBlockLists;

internal static class NeverBlockText
{
    public static void Write(ImmutableArray<NeverBlockRow> rows, Screen screen)
    {
        foreach (var row in rows.Where(row => row.Fault is not null))
        {
            screen.Line($"Cannot be read, so no new block is made: {(row.Path is null ? "" : $"'{row.Source}': ")}{row.Fault}", Tone.Bad);
        }

        screen.Table(
            "Hard: never blocked, whatever anybody says",
            ["tier", "runs", "names", "what"],
            rows.Where(row => row.Strength is "hard").Select(row => (string[])[row.Tier!, Number(row.Runs), Number(row.Names), row.Source])
        );
        screen.Table(
            "Soft: held, or blocked for half the time",
            ["list", "kind", "runs", "names", "written", "file"],
            rows.Where(row => row.Strength is "soft")
                .Select(row =>
                    (string[])
                        [
                            row.Source,
                            row.Tier ?? "-",
                            row.Fault is null ? Number(row.Runs) : "unreadable",
                            Number(row.Names),
                            Screen.Time(row.Modified),
                            row.Path!,
                        ]
                )
        );
        if (rows.All(row => row.Strength is "hard"))
        {
            screen.Line("No soft list is named: NeverBlock:Files in the settings.");
        }
    }

    public static void Write(NeverBlockCheckAnswer answer, Screen screen)
    {
        screen.Line(answer.Tiers.IsEmpty ? $"{answer.Indicator} is in no tier of never-block." : $"{answer.Indicator} is touched by:");
        foreach (var tier in answer.Tiers)
        {
            screen.Point($"{tier.Tier} ({tier.Strength}{(tier.Covers is "part" ? ", a part of it" : "")}): {tier.Detail}");
        }

        foreach (var source in answer.Unreadable)
        {
            screen.Line($"Not asked, and no new block is made until it can be: {source}", Tone.Bad);
        }

        screen.Line($"If a finding named it:     {Verdict(answer.ByFinding)}");
        screen.Line($"If an operator blocked it: {Verdict(answer.ByOperator)}");
        screen.Line($"Now:                       {(answer.Now is { } now ? Verdict(now) : "nothing is known of it")}");
    }

    public static void Write(NeverBlockRefreshAnswer answer, Screen screen)
    {
        screen.Line(
            answer.Written
                ? $"'{answer.Name}' is now what {answer.From} says ({answer.Path})."
                : $"'{answer.Name}' says the same as {answer.From}: nothing was written."
        );
        if (answer.Before is { } before)
        {
            screen.Line($"The copy before could not be read: {before}", Tone.Warning);
        }

        foreach (var list in answer.Lists)
        {
            screen.Line($"{list.Kind}: {list.Entries} entries; {list.Added} added, {list.Removed} removed");
            WriteSample("+", list.Added, list.AddedSample, screen);
            WriteSample("-", list.Removed, list.RemovedSample, screen);
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
