using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Shield.Core.Findings;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary>
/// One place that settings come from; a later one wins, a list as a whole. An empty value is none: a compose file hands on variables that
/// nobody set.
/// </summary>
/// <param name="Source">What kind of place.</param>
/// <param name="Origin">Which one; for people, beside a fault.</param>
/// <param name="Values">By <c>Section:Key</c>, without case. Empty text stands for a list that is empty on purpose, <c>[]</c> in a
/// file.</param>
/// <param name="Spell">The name that a key has in this place.</param>
public sealed record SettingLayer(
    SettingSource Source,
    string Origin,
    ImmutableDictionary<string, string> Values,
    Func<string, string> Spell
)
{
    private const string VariablePrefix = "SHIELD_";

    private const string DefaultFile = "shield.json";

    /// <summary>
    /// Where relative paths of this layer begin, and the ledger lies that no layer names; null for the working directory.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Without keys that this version does not know. After a rollback a later version may have written them, and recording goes on
    /// (law 17).
    /// </summary>
    /// <param name="note">Told of each of them.</param>
    public SettingLayer OnlyKnown(Action<string> note)
    {
        var unknown = Values.Keys.Where(key => SettingTable.Find(key) is null).Order(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var key in unknown)
        {
            note($"{Spell(key)}: is no setting of this version ({Origin}), and is left aside");
        }

        return this with
        {
            Values = Values.RemoveRange(unknown),
        };
    }

    /// <summary>All three, the weakest first.</summary>
    /// <param name="file">Null for <c>./shield.json</c>, if there is one.</param>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="assignments">Of the command line, each <c>Key=Value</c>.</param>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static ImmutableArray<SettingLayer> Read(string? file, IDictionary environment, IEnumerable<string> assignments) =>
        [
            file is null && !Path.Exists(DefaultFile) ? OfNothing : OfFile(file ?? DefaultFile),
            OfEnvironment(environment),
            OfAssignments(assignments),
        ];

    /// <summary>Which file <see cref="Read"/> reads, for whoever reads it again when it changes.</summary>
    /// <param name="file">Null for <c>./shield.json</c>.</param>
    /// <returns>Null for a pipe, which gives what it holds once.</returns>
    public static string? FileReadAgain(string? file) =>
        file is null ? DefaultFile
        : IsOfThisProcess(file) ? null
        : file;

    private static SettingLayer OfNothing => new(SettingSource.File, DefaultFile, Empty, key => key);

    private static ImmutableDictionary<string, string> Empty =>
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <param name="path">A file, or a pipe that somebody writes to; at most 1 MiB.</param>
    /// <exception cref="SettingsException">It cannot be read.</exception>
    public static SettingLayer OfFile(string path)
    {
        try
        {
            var layer = OfJson(SettingSource.File, path, BoundedFile.Read(path, BoundedFile.UsualLimit));
            return FolderOf(path) is { } folder ? layer.In(folder) : layer;
        }
        catch (IOException e)
        {
            throw new SettingsException([$"{path}: the settings file cannot be read: {e.Message}"]);
        }
    }

    /// <summary>
    /// Null where it is the working directory, as of <c>./shield.json</c>, or the shell's, as of <c>--config &lt;(…)</c>.
    /// </summary>
    private static string? FolderOf(string path) =>
        Path.GetDirectoryName(path) is { Length: > 0 } folder && !IsOfThisProcess(path) ? folder : null;

    private static bool IsOfThisProcess(string path) =>
        Path.GetFullPath(path) is var whole
        && (whole.StartsWith("/dev/", StringComparison.Ordinal) || whole.StartsWith("/proc/", StringComparison.Ordinal));

    /// <summary>
    /// A file is moved together with what it names: its relative paths begin where it lies, whatever directory a command is started in.
    /// </summary>
    private SettingLayer In(string folder) =>
        this with
        {
            Folder = folder,
            Values = Values.SetItems(
                Values
                    .Where(pair => pair.Value.Length > 0 && IsPath(pair.Key))
                    .Select(pair => KeyValuePair.Create(pair.Key, Path.Combine(folder, pair.Value)))
            ),
        };

    private static bool IsPath(string key) => SettingTable.All.Any(setting => setting.IsPath && setting.Matches(key));

    /// <exception cref="SettingsException">It is no settings file.</exception>
    public static SettingLayer OfJson(SettingSource source, string origin, string text) =>
        OfJson(source, origin, Encoding.UTF8.GetBytes(text));

    private static SettingLayer OfJson(SettingSource source, string origin, ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var values = Empty.ToBuilder();
            using var document = JsonDocument.Parse(
                WithoutMark(utf8),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw Wrong(origin, "it must be an object, {…}");
            }

            Flatten(document.RootElement, "", origin, values);
            return new SettingLayer(source, origin, values.ToImmutable(), key => key);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser's message names line and place; it never quotes a value. The other is what broken text gives.
            throw Wrong(
                origin,
                e is JsonException broken ? $"{JsonFault.Line(broken)}: {JsonFault.What(broken)}" : "it holds text that is not UTF-8"
            );
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;

    private static void Flatten(JsonElement element, string key, string origin, ImmutableDictionary<string, string>.Builder values)
    {
        var below = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(member => (member.Name, member.Value)),
            JsonValueKind.Array => element
                .EnumerateArray()
                .Select((value, index) => (Name: index.ToString(CultureInfo.InvariantCulture), Value: value)),
            _ => null,
        };
        foreach (var (name, value) in below ?? [])
        {
            Flatten(value, key.Length is 0 ? name : $"{key}:{name}", origin, values);
        }

        var isEmptyList = element.ValueKind is JsonValueKind.Array && element.GetArrayLength() is 0;
        if ((below is null && Told(element) is { } || isEmptyList) && !values.TryAdd(key, Told(element) ?? ""))
        {
            throw Wrong(origin, $"it says '{key}' twice");
        }
    }

    /// <summary>Null for what says nothing: <c>null</c>, and empty text.</summary>
    private static string? Told(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => value.ToString(),
            _ => null,
        };

    private static SettingsException Wrong(string origin, string why) => new([$"{origin}: is no settings file: {why}"]);

    /// <param name="environment">All variables of the process.</param>
    public static SettingLayer OfEnvironment(IDictionary environment)
    {
        // A section is set off by two underscores. What has none is no setting (SHIELD_WHO), unless it spells one of ours with a single
        // underscore.
        var values = Empty.ToBuilder();
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (
                variable.Value is string value
                && !string.IsNullOrWhiteSpace(value)
                && name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase)
                && (name.Contains("__", StringComparison.Ordinal) || IsMisspelt(name))
            )
            {
                values[name[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal)] = value;
            }
        }

        return new SettingLayer(SettingSource.Environment, "environment", values.ToImmutable(), VariableOf);
    }

    /// <summary>A key as an environment variable: <c>SHIELD_PCE__URL</c> of <c>Pce:Url</c>.</summary>
    public static string VariableOf(string key) => VariablePrefix + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    private static bool IsMisspelt(string name) =>
        SettingTable.All.Any(setting =>
            setting.Variable.Replace("__", "_", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase)
        );

    /// <param name="assignments">Of the command line, each <c>Key=Value</c>.</param>
    public static SettingLayer OfAssignments(IEnumerable<string> assignments) =>
        new(
            SettingSource.Flag,
            "--set",
            Empty.SetItems(
                assignments
                    .Select(text => text.Split('=', 2))
                    .Where(parts => parts is [_, var value] && !string.IsNullOrWhiteSpace(value))
                    .Select(parts => KeyValuePair.Create(parts[0].Trim(), parts[1]))
            ),
            key => key
        );
}
