using System.Globalization;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>A JSON object out of flattened paths: <c>action/portProbeAction/portProbeDetails.0_/remoteIpDetails/ipAddressV4</c>, as Security Hub keeps them.</summary>
internal sealed class PathTree
{
    /// <summary>More than any path of GuardDuty's has; a longer one is left out.</summary>
    private const int MostSteps = 16;

    private readonly SortedDictionary<string, PathTree> _members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PathTree> _elements = [];
    private string? _text;
    private JsonElement? _value;

    /// <param name="pathOf">The path that a member's name stands for; null where it is none.</param>
    public void AddAll(JsonElement flattened, Func<string, string?> pathOf)
    {
        if (flattened.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in flattened.EnumerateObject())
        {
            if (pathOf(member.Name) is { } path && member.Value.Text() is { } text)
            {
                Add(path, text);
            }
        }
    }

    public void Add(string path, string text)
    {
        if (Find(path, create: true) is { } leaf)
        {
            leaf._text = text;
        }
    }

    /// <summary>Adds a text where there is none yet.</summary>
    public void AddMissing(string path, string? text)
    {
        if (text is not null && Text(path) is null)
        {
            Add(path, text);
        }
    }

    public void Replace(string path, JsonElement value)
    {
        if (Find(path, create: true) is { } leaf)
        {
            leaf._value = value;
        }
    }

    public string? Text(string path) => Find(path, create: false)?._text;

    private void Write(Utf8JsonWriter json)
    {
        if (_value is { } value)
        {
            WriteInCamelCase(json, value);
        }
        else if (_elements.Count > 0)
        {
            json.WriteStartArray();
            foreach (var element in _elements.Values)
            {
                element.Write(json);
            }

            json.WriteEndArray();
        }
        else if (_text is not null && _members.Count is 0)
        {
            json.WriteStringValue(_text);
        }
        else
        {
            json.WriteStartObject();
            WriteMembers(json);
            json.WriteEndObject();
        }
    }

    public void WriteMembers(Utf8JsonWriter json)
    {
        foreach (var (name, member) in _members)
        {
            json.WritePropertyName(name);
            member.Write(json);
        }
    }

    private PathTree? Find(string path, bool create)
    {
        var steps = path.Split('/', MostSteps + 1);
        var at = this;
        foreach (var step in steps.Length > MostSteps ? [] : steps)
        {
            at = at?.Step(step, create);
        }

        return steps.Length > MostSteps ? null : at;
    }

    // name, or name.3_ for the fourth element of a list.
    private PathTree? Step(string step, bool create)
    {
        var dot = step.EndsWith('_') ? step.LastIndexOf('.') : -1;
        return dot >= 0 && int.TryParse(step.AsSpan(dot + 1, step.Length - dot - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? Child(_members, step[..dot], create) is { } list ? Child(list._elements, index, create) : null
            : Child(_members, step, create);
    }

    private static PathTree? Child<TKey>(SortedDictionary<TKey, PathTree> children, TKey key, bool create)
        where TKey : notnull
    {
        if (!children.TryGetValue(key, out var child) && create)
        {
            children.Add(key, child = new PathTree());
        }

        return child;
    }

    /// <summary>Security Hub's own members are spelled as GuardDuty's, but for the first letter.</summary>
    private static void WriteInCamelCase(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(member.Name));
                    WriteInCamelCase(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    WriteInCamelCase(json, element);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
