using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;

namespace Shield.Hosting.Settings;

/// <summary>
/// <c>NeverBlock:Files</c>: which files, and how to read them. That they can be read is another matter: a list that is broken stops new
/// blocks, a setting that is wrong stops the command.
/// </summary>
public static class SoftFileSettings
{
    private const string Key = "NeverBlock:Files";
    private const int LongestName = 40;

    private static readonly ImmutableSortedDictionary<string, SoftFormat> Formats = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new KeyValuePair<string, SoftFormat>[]
        {
            new("aws-ip-ranges", SoftFormat.AwsIpRanges),
            new("misp", SoftFormat.Misp),
            new("plain", SoftFormat.Plain),
        }
    );

    private static readonly ImmutableSortedDictionary<string, SoftKind> Kinds = Enum.GetValues<SoftKind>()
        .ToImmutableSortedDictionary(kind => kind.ToWord(), kind => kind, StringComparer.Ordinal);

    public static string ToWord(this SoftFormat format) => Formats.First(pair => pair.Value == format).Key;

    internal static ImmutableArray<SoftFile> Read(SettingReader reader)
    {
        if (!string.IsNullOrEmpty(reader.Text(Key)))
        {
            reader.Fault(Key, "is a list of sections: NeverBlock:Files:0:Name, :Path, :Format and :Kind");
            return [];
        }

        var (layer, sections) = reader.Sections(Key);
        ImmutableArray<SoftFile> files = [.. sections.Select(section => ReadOne(layer, section)).OfType<SoftFile>()];
        foreach (var name in files.GroupBy(file => file.Name).Where(same => same.Count() > 1).Select(same => same.Key))
        {
            reader.Fault(Key, $"two files are called '{name}'");
        }

        return files;
    }

    private static SoftFile? ReadOne(SettingReader reader, string section)
    {
        var name = reader.Parsed(
            $"{section}:Name",
            "",
            $"must be 1 to {LongestName} of a-z, 0-9 and hyphens",
            text => (IsName(text), text)
        );
        var format = reader.Choice($"{section}:Format", Formats);
        var kind = reader.Choice($"{section}:Kind", Kinds);
        var file = new SoftFile
        {
            Name = name,
            Path = reader.Text($"{section}:Path") ?? "",
            Format = format ?? SoftFormat.Plain,
            Kind = kind,
            Services = reader.List($"{section}:Services"),
        };
        (string Key, bool IsWrong, string What)[] rules =
        [
            ("Name", reader.Text($"{section}:Name") is null, "is required: refresh and every message call the file by it"),
            ("Path", file.Path.Length is 0, "is required"),
            ("Format", reader.Text($"{section}:Format") is null, $"is required: {string.Join(" or ", Formats.Keys)}"),
            (
                "Kind",
                reader.Text($"{section}:Kind") is null && format is SoftFormat.Plain or SoftFormat.Misp,
                $"is required: {string.Join(" or ", Kinds.Keys)}; only Amazon's file says by itself what sits where"
            ),
            ("Kind", kind is SoftKind.TopSite && format is SoftFormat.AwsIpRanges, "must be about addresses: Amazon's file has no names"),
            ("Services", !file.Services.IsEmpty && format is not (null or SoftFormat.AwsIpRanges), "only Amazon's file has services"),
            (
                "Services",
                !file.Services.IsEmpty && format is SoftFormat.AwsIpRanges && kind is null,
                "needs a Kind: of what kind are these services?"
            ),
        ];
        foreach (var rule in rules.Where(rule => rule.IsWrong))
        {
            reader.Fault($"{section}:{rule.Key}", rule.What);
        }

        return rules.Any(rule => rule.IsWrong) || name.Length is 0 || format is null ? null : file;
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
}
