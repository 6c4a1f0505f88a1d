using Shield.Cli.Printing;
using Shield.Core.Evidence;
using Shield.Operating.Answers;

namespace Shield.Cli.Ingest;

internal static class UnknownTypesText
{
    /// <summary>One line; null where every type is known.</summary>
    public static string? Sentence(UnknownTypes unknown) =>
        unknown.Findings is 0
            ? null
            : $"{Summary(unknown)}{Rest(unknown)}: {string.Join(", ", unknown.Listed.Select(type => $"{type.Name} ({type.Findings})"))}";

    public static void Write(UnknownTypes unknown, Screen screen)
    {
        if (unknown.Findings > 0)
        {
            screen.Line($"{Summary(unknown)}{Rest(unknown)}.", Tone.Warning);
            screen.Table("by type", ["type", "findings"], unknown.Listed.Select(type => (string[])[type.Name, $"{type.Findings}"]));
        }
    }

    private static string Summary(UnknownTypes unknown) =>
        $"{unknown.Findings} finding(s) are of types that the table does not know; their parties are held (unknown-type)";

    private static string Rest(UnknownTypes unknown) =>
        unknown.Findings - unknown.Listed.Sum(type => type.Findings) is > 0 and var rest
            ? $"; {rest} of them of types that are not listed"
            : "";
}
