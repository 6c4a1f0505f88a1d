using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary>
/// <c>NeverBlock:Files</c>: which files, and how to read them. That they can be read is another matter: a list that is broken stops new
/// blocks, a setting that is wrong stops the command.
/// </summary>
public static class SoftFileSettings
{
    internal const int LongestName = 40;

    internal static readonly ImmutableArray<(string Text, SoftFormat Word)> Formats =
    [
        ("aws-ip-ranges", SoftFormat.AwsIpRanges),
        ("misp", SoftFormat.Misp),
        ("plain", SoftFormat.Plain),
    ];

    internal static readonly ImmutableArray<(string Text, SoftKind Word)> Kinds =
    [
        .. Enum.GetValues<SoftKind>().Select(kind => (Text: kind.ToWord(), kind)).OrderBy(kind => kind.Text, StringComparer.Ordinal),
    ];

    public static string ToWord(this SoftFormat format) => Formats.First(pair => pair.Word == format).Text;

    internal static ImmutableArray<SoftFile> Read(SettingReader reader)
    {
        var key = NeverBlockRows.Files.Name;
        if (!string.IsNullOrEmpty(reader.Text(key)))
        {
            reader.Fault(key, $"is a list of sections: {key}:0:Name, :Path, :Format and :Kind");
            return [];
        }

        var (layer, sections) = reader.Sections(key);
        ImmutableArray<SoftFile> files = [.. sections.Select(section => ReadOne(layer, section)).OfType<SoftFile>()];
        foreach (var name in files.GroupBy(file => file.Name).Where(same => same.Count() > 1).Select(same => same.Key))
        {
            reader.Fault(key, $"two files are called '{name}'");
        }

        return files;
    }

    private static SoftFile? ReadOne(SettingReader reader, string section)
    {
        var format = reader.Value(NeverBlockRows.FileFormat, KeyOf(NeverBlockRows.FileFormat));
        var file = new SoftFile
        {
            Name = reader.Value(NeverBlockRows.FileName, KeyOf(NeverBlockRows.FileName)),
            Path = reader.Value(NeverBlockRows.FilePath, KeyOf(NeverBlockRows.FilePath)) ?? "",
            Format = format ?? SoftFormat.Plain,
            Kind = reader.Value(NeverBlockRows.FileKind, KeyOf(NeverBlockRows.FileKind)),
            Services = reader.List(NeverBlockRows.FileServices, KeyOf(NeverBlockRows.FileServices)),
        };
        var broken = RulesOf(file, format, setting => reader.Text(KeyOf(setting)) is not null).Where(rule => rule.IsBroken).ToList();
        foreach (var (setting, _, what) in broken)
        {
            reader.Fault(KeyOf(setting), what);
        }

        return broken is [] && file.Name.Length > 0 && format is not null ? file : null;

        string KeyOf(Setting setting) => $"{section}{setting.Name[setting.Name.LastIndexOf(':')..]}";
    }

    /// <summary>What the members of a section must be to each other.</summary>
    /// <param name="file">As it was read.</param>
    /// <param name="format">Its format; null where the section gives none that is known.</param>
    /// <param name="isSaid">Whether the section says this setting at all, rightly or not.</param>
    private static ImmutableArray<(Setting Setting, bool IsBroken, string What)> RulesOf(
        SoftFile file,
        SoftFormat? format,
        Func<Setting, bool> isSaid
    )
    {
        var hasServices = !file.Services.IsEmpty;
        return
        [
            (NeverBlockRows.FileName, !isSaid(NeverBlockRows.FileName), "is required: refresh and every message call the file by it"),
            (NeverBlockRows.FilePath, file.Path.Length is 0, "is required"),
            (NeverBlockRows.FileFormat, !isSaid(NeverBlockRows.FileFormat), $"is required: {Words(Formats)}"),
            (
                NeverBlockRows.FileKind,
                !isSaid(NeverBlockRows.FileKind) && format is SoftFormat.Plain or SoftFormat.Misp,
                $"is required: {Words(Kinds)}; only Amazon's file says by itself what sits where"
            ),
            (
                NeverBlockRows.FileKind,
                file.Kind is SoftKind.TopSite && format is SoftFormat.AwsIpRanges,
                "must be about addresses: Amazon's file has no names"
            ),
            (NeverBlockRows.FileServices, hasServices && format is not (null or SoftFormat.AwsIpRanges), "only Amazon's file has services"),
            (
                NeverBlockRows.FileServices,
                hasServices && format is SoftFormat.AwsIpRanges && file.Kind is null,
                "needs a Kind: of what kind are these services?"
            ),
        ];
    }

    private static string Words<T>(ImmutableArray<(string Text, T Word)> words) => string.Join(" or ", words.Select(word => word.Text));

    internal static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
}
