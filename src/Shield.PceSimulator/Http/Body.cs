using System.Text.Json;

namespace Shield.PceSimulator.Http;

/// <summary>
/// A JSON object read as one of Illumio's published schemas would: no property that it does not name, no other type than it says.
/// What it refuses is 406 input_validation_error, in the words of a real PCE where they are known (docs/pce.md#3-refusals).
/// </summary>
internal sealed class Body
{
    private readonly JsonElement _object;
    private readonly string _schema;
    private readonly string _where;

    private Body(JsonElement @object, string schema, string where)
    {
        _object = @object;
        _schema = schema;
        _where = where;
    }

    /// <param name="schema">The schema's file name, without <c>.schema.json</c>.</param>
    /// <param name="known">Every property that it names.</param>
    public static Body Closed(JsonElement? element, string schema, params string[] known) => Closed(element, schema, "#/", known);

    public static Body Closed(JsonElement? element, string schema, string where, string[] known)
    {
        var body = Open(element, schema, where);
        string[] unknown = [.. body._object.EnumerateObject().Select(property => property.Name).Where(name => !known.Contains(name))];
        return unknown is []
            ? body
            : throw Refusal.Invalid(
                $"The property '{where}' contains additional properties [{string.Join(", ", unknown.Select(name => $"\"{name}\""))}] "
                    + $"outside of the schema when none are allowed in schema {schema}.schema.json"
            );
    }

    /// <summary>An object whose schema lets other properties pass.</summary>
    public static Body Open(JsonElement? element, string schema, string where = "#/") =>
        element is { ValueKind: JsonValueKind.Object } value
            ? new Body(value, schema, where)
            : throw Mismatch(where, element, "object", schema);

    public bool Has(string name) => _object.TryGetProperty(name, out _);

    public Body Require(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!Has(name))
            {
                throw Refusal.Invalid(
                    $"The property '{_where}' did not contain a required property of '{name}' in schema {_schema}.schema.json"
                );
            }
        }

        return this;
    }

    public string? Text(string name) => Get(name) is { } value ? TextOf(value, name, nullable: false) : null;

    public string? NullableText(string name) => Get(name) is { } value ? TextOf(value, name, nullable: true) : null;

    public bool? Flag(string name) =>
        Get(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { } value => throw Mismatch(At(name), value, "boolean", _schema),
        };

    public int? Number(string name, int least, int greatest) =>
        Get(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= least && number <= greatest =>
                number,
            { } value => throw Mismatch(At(name), value, $"integer from {least} to {greatest}", _schema),
        };

    public double? Fraction(string name) =>
        Get(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Number } value when value.GetDouble() is >= 0 and <= 1 and var number => number,
            { } value => throw Mismatch(At(name), value, "number from 0 to 1", _schema),
        };

    public string? OneOf(string name, params string[] values) =>
        Text(name) is not { } text || values.Contains(text)
            ? Text(name)
            : throw Refusal.Invalid(
                $"The property '{At(name)}' value \"{text}\" did not match one of the following values: "
                    + $"{string.Join(", ", values)} in schema {_schema}.schema.json"
            );

    /// <summary>The elements of an array, each with its own place; null if the property is absent.</summary>
    public IReadOnlyList<(JsonElement Value, string Where)>? Items(string name) =>
        Get(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray().Select((item, index) => (item, $"{At(name)}/{index}"))],
            { } value => throw Mismatch(At(name), value, "array", _schema),
        };

    public JsonElement? Get(string name) => _object.TryGetProperty(name, out var value) ? value : null;

    public string At(string name) => _where.EndsWith('/') ? $"{_where}{name}" : $"{_where}/{name}";

    public static Refusal Mismatch(string where, JsonElement? found, string wanted, string schema) =>
        Refusal.Invalid(
            $"The property '{where}' of type {RubyType(found)} did not match the following type: {wanted} in schema {schema}.schema.json"
        );

    private string? TextOf(JsonElement value, string name, bool nullable)
    {
        if (nullable && value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            throw Mismatch(At(name), value, nullable ? "string, null" : "string", _schema);
        }

        return value.GetString();
    }

    /// <summary>A real PCE names Ruby's types: <c>NilClass</c> (man-rest 1396).</summary>
    private static string RubyType(JsonElement? found) =>
        found?.ValueKind switch
        {
            null or JsonValueKind.Null => "NilClass",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "boolean",
        };
}
