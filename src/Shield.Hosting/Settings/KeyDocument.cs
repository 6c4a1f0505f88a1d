using System.Collections.Immutable;
using System.Text.Json;
using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary>
/// The PCE's API key as a parameter holds it: <c>{"ApiKey":…,"ApiSecret":…}</c>, or a list of up to two of these while a key is being
/// replaced.
/// </summary>
internal static class KeyDocument
{
    /// <summary>Which settings the first key of a list gives, and which the second.</summary>
    private static readonly ImmutableArray<(string Key, string Secret)> Settings =
    [
        (PceRows.ApiKey.Name, PceRows.ApiSecret.Name),
        (PceRows.SecondApiKey.Name, PceRows.SecondApiSecret.Name),
    ];

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
                    Settings,
                    (key, names) =>
                        new[] { (Key: names.Key, Value: TextOf(key, "ApiKey")), (Key: names.Secret, Value: TextOf(key, "ApiSecret")) }
                )
                .SelectMany(pair => pair)
                .ToList();
            return keys.Count >= 1 && keys.Count <= Settings.Length && values.All(value => !string.IsNullOrEmpty(value.Value))
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
        $"parameter '{name}' holds no API key of a PCE: "
        + """it must be {"ApiKey":"api_…","ApiSecret":"…"}, or a list of one or two of these""";

    private static string? TextOf(JsonElement key, string member) =>
        key.ValueKind is JsonValueKind.Object && key.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
