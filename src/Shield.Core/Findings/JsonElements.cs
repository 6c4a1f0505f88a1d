using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>Looks into a document. What has another shape than expected counts as absent.</summary>
internal static class JsonElements
{
    /// <exception cref="RepeatedMemberException">The object has it twice, in whatever case.</exception>
    public static JsonElement Member(this JsonElement element, string name)
    {
        JsonElement found = default;
        var count = 0;
        foreach (var member in element.ValueKind is JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            if (!member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (++count > 1)
            {
                throw new RepeatedMemberException(name);
            }

            found = member.NameEquals(name) ? member.Value : default;
        }

        return found;
    }

    /// <summary>The same where only this spelling counts: another one says something else.</summary>
    /// <exception cref="RepeatedMemberException">The object has it twice.</exception>
    public static JsonElement ExactMember(this JsonElement element, string name)
    {
        var all =
            element.ValueKind is JsonValueKind.Object ? element.EnumerateObject().Where(member => member.NameEquals(name)).ToList() : [];
        return all.Count > 1 ? throw new RepeatedMemberException(name)
            : all is [var only] ? only.Value
            : default;
    }

    /// <summary>The value of a member, numbers and true as they are spelled; null for anything else, and for an empty text.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name).Text();

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };

    /// <summary>Of a value that is no list, that one.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray(),
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            _ => [element],
        };

    public static IEnumerable<string> Texts(this JsonElement element) => element.Elements().Select(Text).OfType<string>();
}
