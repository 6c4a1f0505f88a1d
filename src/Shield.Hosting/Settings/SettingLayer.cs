using System.Collections;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Configuration.Json;

namespace Shield.Hosting.Settings;

/// <summary>One place that settings come from; a later one wins, a list as a whole.</summary>
/// <param name="Source">What kind of place.</param>
/// <param name="Origin">Which one; for people, beside a fault.</param>
/// <param name="Values">By <c>Section:Key</c>, without case.</param>
/// <param name="Spell">The name that a key has in this place.</param>
public sealed record SettingLayer(SettingSource Source, string Origin, ImmutableDictionary<string, string> Values, Func<string, string> Spell)
{
    public const string VariablePrefix = "SHIELD_";

    private const string DefaultFile = "shield.json";

    /// <summary>All three, the weakest first.</summary>
    /// <param name="file">Null for <c>./shield.json</c>, if there is one.</param>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="assignments">Of the command line, each <c>Key=Value</c>.</param>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static ImmutableArray<SettingLayer> Read(string? file, IDictionary environment, IEnumerable<string> assignments) =>
    [
        file is null && !File.Exists(DefaultFile) ? OfNothing : OfFile(file ?? DefaultFile),
        OfEnvironment(environment),
        OfAssignments(assignments),
    ];

    private static SettingLayer OfNothing => new(SettingSource.File, DefaultFile, Empty, key => key);

    private static ImmutableDictionary<string, string> Empty => ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="SettingsException">It cannot be read.</exception>
    public static SettingLayer OfFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return OfJson(SettingSource.File, path, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path}: {e.Message}"]);
        }
    }

    /// <exception cref="SettingsException">It is no settings file.</exception>
    public static SettingLayer OfJson(SettingSource source, string origin, string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return OfJson(source, origin, stream);
    }

    private static SettingLayer OfJson(SettingSource source, string origin, Stream stream)
    {
        try
        {
            // Null is "not set"; the sections themselves have no value.
            var values = new FlatJson(stream).Read().Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!));
            return new SettingLayer(source, origin, Empty.SetItems(values), key => key);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            // The parser's inner message names line and place; it never quotes a value.
            throw new SettingsException([$"{origin}: is no settings file: {(e is FormatException ? e.InnerException ?? e : e).Message}"]);
        }
    }

    /// <param name="environment">All variables of the process.</param>
    public static SettingLayer OfEnvironment(IDictionary environment)
    {
        // A section is set off by two underscores. What has none is no setting (SHIELD_WHO), unless it spells one of ours with a single underscore.
        var values = Empty.ToBuilder();
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase) && (name.Contains("__", StringComparison.Ordinal) || IsMisspelt(name)))
            {
                values[name[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal)] = (string?)variable.Value ?? "";
            }
        }

        return new SettingLayer(SettingSource.Environment, "environment", values.ToImmutable(), key => VariablePrefix + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant());
    }

    /// <summary>
    /// The keys as the provider holds them. A built configuration walks over all keys again for each section, which makes a list of n
    /// ranges cost n².
    /// </summary>
    private sealed class FlatJson(Stream stream) : JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = stream })
    {
        public IEnumerable<KeyValuePair<string, string?>> Read()
        {
            Load();
            return Data;
        }
    }

    private static bool IsMisspelt(string name) => SettingKey.All.Any(key => key.Variable.Replace("__", "_", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <param name="assignments">Of the command line, each <c>Key=Value</c>.</param>
    public static SettingLayer OfAssignments(IEnumerable<string> assignments) => new(
        SettingSource.Flag,
        "--set",
        Empty.SetItems(assignments.Select(text => text.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0].Trim(), parts.Length is 2 ? parts[1] : ""))),
        key => key);
}
