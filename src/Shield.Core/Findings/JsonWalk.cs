using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// Reads members one after the other without a document in memory. What has another shape than expected counts as absent.
/// </summary>
/// <remarks>Where the bytes end too early, every walk ends as if its object did: whoever began it looks whether it came to the
/// end.</remarks>
internal static class JsonWalk
{
    /// <summary>Inside an object, with the last value read: goes to the next member's name.</summary>
    /// <returns>False at the object's end.</returns>
    public static bool NextMember(this ref Utf8JsonReader json) => json.Read() && json.TokenType is JsonTokenType.PropertyName;

    /// <summary>Inside an array, with the last element read: goes to the next element, and into it where it is an object.</summary>
    /// <returns>False at the array's end.</returns>
    public static bool NextElement(this ref Utf8JsonReader json) => json.Read() && json.TokenType is not JsonTokenType.EndArray;

    /// <summary>Goes into the value of the member just named.</summary>
    /// <returns>False where it is no object; it is skipped then.</returns>
    public static bool EnterObject(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.StartObject)
        {
            return true;
        }

        json.SkipValue();
        return false;
    }

    /// <summary>Goes to the value of the member just named, and walks through its elements.</summary>
    public static Elements Elements(this ref Utf8JsonReader json)
    {
        json.Read();
        return new Elements(json.TokenType is JsonTokenType.StartArray, json.TokenType is not JsonTokenType.Null);
    }

    public static void SkipMember(this ref Utf8JsonReader json)
    {
        json.Read();
        json.SkipValue();
    }

    /// <summary>Goes to the end of the value, which is where it stands unless it is an object or an array.</summary>
    /// <remarks>The reader's own Skip refuses bytes that may not be all, and its TrySkip keeps a copy of the reader.</remarks>
    public static void SkipValue(this ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = json.CurrentDepth;
            while (json.Read() && json.CurrentDepth > depth) { }
        }
    }

    /// <summary>The value of the member just named, numbers and true as they are spelled.</summary>
    /// <returns>Null for null, an empty text, an object and an array.</returns>
    public static string? MemberText(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.ValueText();
    }

    /// <inheritdoc cref="MemberText"/>
    /// <remarks>For what many findings share, such as an account: one string for all of them.</remarks>
    public static string? MemberRecurringText(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.ValueRecurringText(RecurringTexts.Labels);
    }

    /// <inheritdoc cref="MemberRecurringText"/>
    public static string? ValueRecurringText(this ref Utf8JsonReader json, RecurringTexts texts) =>
        json is { TokenType: JsonTokenType.String, ValueIsEscaped: false, ValueSpan: { IsEmpty: false } text }
            ? texts.Of(text)
            : texts.Spell(json.ValueText());

    /// <inheritdoc cref="MemberText"/>
    public static string? ValueText(this ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String when json.ValueSpan.IsEmpty:
                return null;
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Encoding.UTF8.GetString(json.ValueSpan);
            default:
                json.SkipValue();
                return null;
        }
    }
}
