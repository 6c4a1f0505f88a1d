using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Indicators;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>NeverBlock:…</c>: what no decision may cover, and lists of what is better not blocked.</summary>
internal static class NeverBlockRows
{
    private const string Required = "required";

    public static readonly ListSetting<AddressRange> Ranges = SettingType.Ranges("NeverBlock:Ranges") with
    {
        Of = settings => settings.NeverBlock,
        Meaning = "What no decision may cover, beside `shield allow`",
    };

    public static readonly ListSetting<DomainName> Names = SettingType.Domains("NeverBlock:Names") with
    {
        Of = settings => settings.NeverBlockNames,
        Meaning = "Domain names that no decision may cover, each with every name below it: `corp.example` also protects `vpn.corp.example`",
    };

    /// <summary>Read section by section (<see cref="SoftFileSettings"/>), never as a text.</summary>
    public static readonly ListSetting<SoftFile> Files = new(
        "NeverBlock:Files",
        _ => throw new InvalidOperationException("it is read section by section"),
        files => SettingType.Joined([.. files.Select(ToText)])
    )
    {
        Type = "list of sections",
        IsOfSections = true,
        Of = settings => settings.NeverBlockFiles,
        Meaning = "Lists of what is better not blocked, a section each: [never-block](never-block.md)",
    };

    public static readonly ValueSetting<string> FileName = new(
        "NeverBlock:Files:<n>:Name",
        "",
        $"must be 1 to {SoftFileSettings.LongestName} of a-z, 0-9 and hyphens",
        text => (SoftFileSettings.IsName(text), text),
        name => name
    )
    {
        Otherwise = Required,
        Bounds = $"1 to {SoftFileSettings.LongestName} of `a-z`, `0-9` and hyphen",
        OfFile = file => file.Name,
        Meaning = "What you call it",
    };

    public static readonly ValueSetting<string?> FilePath = SettingType.Text("NeverBlock:Files:<n>:Path") with
    {
        Type = "file",
        Otherwise = Required,
        IsPath = true,
        OfFile = file => file.Path,
        Meaning = "The file; packed by gzip or not",
    };

    public static readonly ValueSetting<SoftFormat?> FileFormat = SettingType.Optional(
        SettingType.Word("NeverBlock:Files:<n>:Format", SoftFormat.Plain, SoftFileSettings.Formats),
        otherwise: Required
    ) with
    {
        OfFile = file => file.Format,
        Meaning = "How it is written",
    };

    public static readonly ValueSetting<SoftKind?> FileKind = SettingType.Optional(
        SettingType.Word("NeverBlock:Files:<n>:Kind", SoftKind.FrontDoor, SoftFileSettings.Kinds),
        otherwise: "required, but of `aws-ip-ranges`"
    ) with
    {
        OfFile = file => file.Kind,
        Meaning =
            "What sits there: `front-door`, `open-resolver`, `sinkhole` or `top-site` are held, `rentable` is blocked with half the life",
    };

    public static readonly ListSetting<string> FileServices = SettingType.Texts("NeverBlock:Files:<n>:Services", "all", separator: " ") with
    {
        OfFile = file => file.Services,
        Meaning = "Of `aws-ip-ranges`: which services are of that kind",
    };

    public static readonly ImmutableArray<Setting> All = [Ranges, Names, Files, FileName, FilePath, FileFormat, FileKind, FileServices];

    private static string ToText(SoftFile file)
    {
        var services = file.Services.IsEmpty ? "" : $" of {string.Join(" ", file.Services)}";
        return $"{file.Name} ({file.Format.ToWord()}, {file.Kind?.ToWord() ?? "by service"}{services}, {file.Path})";
    }
}
