using System.Globalization;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// A JSON object out of flattened paths: <c>action/portProbeAction/portProbeDetails.0_/remoteIpDetails/ipAddressV4</c>, as Security Hub
/// keeps them.
/// </summary>
internal sealed class PathTree
{
    /// <summary>More than any path of GuardDuty's has; a longer one is left out.</summary>
    private const int MostSteps = 16;

    // GuardDuty itself spells some members in two ways (sourceIps, sourceIPs), and both formats may name one.
    private readonly SortedDictionary<string, PathTree> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<int, PathTree> _elements = [];
    private string? _text;

    /// <param name="pathOf">The path that a member's name stands for; null where it is none.</param>
    /// <exception cref="RepeatedMemberException">Two members stand for one path.</exception>
    public void AddAll(JsonElement flattened, Func<string, string?> pathOf)
    {
        if (flattened.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in flattened.EnumerateObject())
        {
            if (pathOf(member.Name) is { } path && member.Value.Text() is { } text && Find(path, create: true) is { } leaf)
            {
                leaf._text = leaf._text is null ? text : throw new RepeatedMemberException(member.Name);
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

    /// <summary>Adds what a value says to what is there already; where both say something, the value is believed.</summary>
    /// <param name="value">In Security Hub's own spelling, which is GuardDuty's but for the case of first letters.</param>
    /// <exception cref="RepeatedMemberException">An object has a member twice.</exception>
    public void Merge(string path, JsonElement value) => Find(path, create: true)?.Merge(value);

    public string? Text(string path) => Find(path, create: false)?._text;

    /// <summary>Takes a member out of the tree.</summary>
    public PathTree? Take(string name) => _members.Remove(name, out var taken) ? taken : null;

    /// <summary>Somebody is named below this path: a text stands at a member of one of these names.</summary>
    public bool HasText(string path, params string[] names) => Find(path, create: false) is { } at && at.HasText(names);

    private bool HasText(string[] names) =>
        _members.Any(member => member.Value.IsText(member.Key, names) || member.Value.HasText(names))
        || _elements.Values.Any(element => element.HasText(names));

    private bool IsText(string name, string[] names) => _text is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private void Merge(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
                foreach (var member in value.EnumerateObject())
                {
                    var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
                    Child(_members, seen.Add(name) ? name : throw new RepeatedMemberException(member.Name), create: true)!
                        .Merge(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, element) in value.EnumerateArray().Index())
                {
                    Child(_elements, index, create: true)!.Merge(element);
                }

                break;
            default:
                _text = value.Text() ?? _text;
                break;
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        if (_elements.Count > 0)
        {
            json.WriteStartArray();
            foreach (var element in _elements.Values)
            {
                element.Write(json);
            }

            // One side wrote a list, the other its only element.
            if (_members.Count > 0)
            {
                WriteObject(json);
            }

            json.WriteEndArray();
        }
        else if (_text is not null && _members.Count is 0)
        {
            json.WriteStringValue(_text);
        }
        else
        {
            WriteObject(json);
        }
    }

    private void WriteObject(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteMembers(json);
        json.WriteEndObject();
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
        return
            dot >= 0
            && int.TryParse(step.AsSpan(dot + 1, step.Length - dot - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? Child(_members, step[..dot], create) is { } list
                ? Child(list._elements, index, create)
                : null
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
}
