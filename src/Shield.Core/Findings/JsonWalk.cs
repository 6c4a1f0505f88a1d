using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// Reads members one after the other, without a document in memory. A value of another shape than expected counts as absent.
/// </summary>
/// <remarks>
/// Where the bytes end too early, every loop here ends as if its object did: whoever began it checks whether the object was complete.
/// </remarks>
internal static class JsonWalk
{
    /// <summary>Inside an object, with the last value read: goes to the next member's name.</summary>
    /// <returns>False at the object's end.</returns>
    public static bool NextMember(this ref Utf8JsonReader json) => json.Read() && json.TokenType is JsonTokenType.PropertyName;

    /// <summary>Inside an object of which one member is read: goes to that member's name, past all others.</summary>
    /// <returns>False at the object's end.</returns>
    /// <exception cref="RepeatedMemberException">The object has a member that we read twice, in whatever case.</exception>
    public static bool NextMember(this ref Utf8JsonReader json, Member wanted, ref MemberSet seen)
    {
        while (json.NextMember())
        {
            if (json.Member(ref seen) == wanted)
            {
                return true;
            }

            json.SkipMember();
        }

        return false;
    }

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

    /// <summary>Goes to the value of the member just named, to read its elements.</summary>
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
    /// <remarks>Not <see cref="Utf8JsonReader.Skip"/>: that one refuses bytes that may not be all.</remarks>
    public static void SkipValue(this ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = json.CurrentDepth;
            while (json.Read() && json.CurrentDepth > depth) { }
        }
    }

    /// <summary>The value of the member just named; numbers, true and false as they are spelled.</summary>
    /// <returns>Null for null, an empty text, an object and an array.</returns>
    public static string? MemberText(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.ValueText();
    }

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

/// <summary>
/// The elements of a list, one after the other. A value that is no list is read as a list of that one value: tools that come from XML, and
/// Wazuh, write <c>"portProbeDetails":{…}</c> where GuardDuty writes <c>"portProbeDetails":[{…}]</c>.
/// </summary>
internal struct Elements(bool isList, bool hasOne)
{
    private bool _hasOne = hasOne;

    /// <summary>With the last element read: goes to the next one, and into it where it is an object.</summary>
    public bool Next(ref Utf8JsonReader json)
    {
        if (isList)
        {
            return json.NextElement();
        }

        var had = _hasOne;
        _hasOne = false;
        return had;
    }
}
