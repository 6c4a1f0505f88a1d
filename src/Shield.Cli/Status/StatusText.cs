using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Reading;
using Shield.Operating.Status;

namespace Shield.Cli.Status;

/// <summary>
/// <c>status</c> for people: one headline, then what needs a person, each with its remedy, then counts, then where hosts enforce it. It
/// fits on one screen: what is longer says how many more there are and which command lists them.
/// </summary>
internal static class StatusText
{
    private const int MostLines = 40;

    /// <summary>At most so many lines for problems, so that the counts below them stay on the screen.</summary>
    private const int MostLinesOfProblems = 22;

    public static void Write(StatusResult result, Screen screen)
    {
        var problems = StatusProblems.Of(result);
        var (headline, tone) = StatusLines.Headline(result, problems.Length);
        screen.Line(headline, tone);
        var used = screen.HeightOf(headline);
        if (problems.IsEmpty && result.Held is 0)
        {
            var (text, well) = StatusLines.Wellness(result.Reach);
            screen.Line(text, well);
            used += screen.HeightOf(text);
        }

        if (result.Held > 0)
        {
            used += WriteSome([StatusLines.Held(result)], MostLinesOfProblems, "", screen);
        }

        used += WriteSome(problems, MostLinesOfProblems - used, "shield doctor and shield plan list the rest", screen);
        screen.Blank();
        used++;
        var counts = StatusLines.Counts(result);
        used += WriteSome(counts, MostLines - used, "shield status -o json has the rest", screen);
        if (result.Reach is { IsKnown: false } or { Blocks: not [] } && MostLines - used > 3)
        {
            screen.Heading(ReachText.Title);
            WriteSome([.. ReachText.Lines(result.Reach)], MostLines - used - 2, "shield status -o json has all", screen);
        }
    }

    /// <summary>As many as there is room for, and then how many more there are.</summary>
    /// <returns>How many lines of the terminal they took.</returns>
    private static int WriteSome(ImmutableArray<Cell> lines, int room, string where, Screen screen)
    {
        var used = 0;
        foreach (var (index, line) in lines.Index())
        {
            var height = screen.HeightOf(line.Text);
            var isLast = index == lines.Length - 1;
            if (used + height + (isLast ? 0 : 1) > room)
            {
                screen.Line($"… and {lines.Length - index} more: {where}", Tone.Faint);
                return used + 1;
            }

            screen.Line(line.Text, line.Tone);
            used += height;
        }

        return used;
    }
}
