using System.Collections.Immutable;
using System.Text.Json;

namespace Shield.Hosting.Settings;

/// <summary>
/// The PCE's API key as a parameter holds it: <c>{"ApiKey":…,"ApiSecret":…}</c>, or a list of up to two of these while a key is being
/// replaced.
/// </summary>
internal static class KeyDocument
{
    private static readonly ImmutableArray<string> Prefixes = ["Pce:", "Pce:Second"];

    /// <returns>The layer that it makes, or what is wrong; never a word of what it holds.</returns>
    public static (SettingLayer? Layer, string? Fault) Read(string name, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var keys =
                document.RootElement.ValueKind is JsonValueKind.Array
                    ? document.RootElement.EnumerateArray().ToList()
                    : [document.RootElement];
            var values = keys.Zip(
                    Prefixes,
                    (key, prefix) =>
                        new[]
                        {
                            (Key: prefix + "ApiKey", Value: TextOf(key, "ApiKey")),
                            (Key: prefix + "ApiSecret", Value: TextOf(key, "ApiSecret")),
                        }
                )
                .SelectMany(pair => pair)
                .ToList();
            return keys.Count >= 1 && keys.Count <= Prefixes.Length && values.All(value => !string.IsNullOrEmpty(value.Value))
                ? (
                    new SettingLayer(
                        SettingSource.Parameter,
                        name,
                        values.ToImmutableDictionary(value => value.Key, value => value.Value!, StringComparer.OrdinalIgnoreCase),
                        key => key
                    ),
                    null
                )
                : (null, Wrong(name));
        }
        catch (JsonException)
        {
            return (null, Wrong(name));
        }
    }

    private static string Wrong(string name) =>
        $$"""parameter '{{name}}' holds no API key of a PCE: it must be {"ApiKey":"api_…","ApiSecret":"…"}, or a list of one or two of these""";

    private static string? TextOf(JsonElement key, string member) =>
        key.ValueKind is JsonValueKind.Object && key.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
