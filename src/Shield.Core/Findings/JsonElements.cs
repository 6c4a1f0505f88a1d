using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>Looks into a document. What has another shape than expected counts as absent.</summary>
internal static class JsonElements
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>The value of a member, numbers and true as they are spelled; null for anything else, and for an empty text.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name).Text();

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    public static IEnumerable<JsonElement> Elements(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : [];

    public static IEnumerable<string> Texts(this JsonElement element) => element.Elements().Select(Text).OfType<string>();
}
