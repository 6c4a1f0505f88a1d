using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Core.Decisions.SoftLists;
using Shield.Operating.Answers;
using Shield.Operating.NeverBlockLists;

namespace Shield.Cli.NeverBlockLists;

internal static class NeverBlockText
{
    public static void Write(ImmutableArray<NeverBlockSource> sources, Screen screen) => screen.Write(NeverBlockLines.Of(sources));

    public static void Write(NeverBlockCheck check, Screen screen) => screen.Write(NeverBlockLines.Of(check));

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
}
