using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Simulator;

/// <summary>
/// One published release of Illumio's schemas. They are draft 4, refer to each other by file, and hold a few faults that no validator
/// survives, so each is compiled into one document with every file that it needs among its definitions, mended on the way.
/// </summary>
internal sealed class SchemaRelease(string name, string folder)
{
    /// <summary>No body of a deny rule is published: the fields of the GET less the read-only ones.</summary>
    public const string DenyRulesPost = "deny_rules_post";

    public const string DenyRulesPut = "deny_rules_put";

    /// <summary>Not published either: three arrays of rules, all required (docs/pce.md#14-asking-the-policy).</summary>
    public const string PolicyCheck = "policy_check";

    private const string Suffix = ".schema.json";

    private static readonly string[] ReadOnly =
    [
        "href",
        "created_at",
        "updated_at",
        "deleted_at",
        "created_by",
        "updated_by",
        "deleted_by",
        "update_type",
        "caps",
    ];

    private static readonly HashSet<string> Keywords =
    [
        "$ref",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "oneOf",
        "anyOf",
        "allOf",
        "not",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "uniqueItems",
    ];

    public string Name => name;

    public bool Has(string schema) => schema is DenyRulesPost or DenyRulesPut or PolicyCheck || File.Exists(PathOf($"{schema}{Suffix}"));

    /// <param name="schema"><c>v2/…</c> or <c>common/…</c>, without suffix, or one of the three that are made here.</param>
    public string Compile(string schema)
    {
        var definitions = new JsonObject();
        JsonNode root = schema switch
        {
            DenyRulesPost => DenyRuleBody(definitions, required: true),
            DenyRulesPut => DenyRuleBody(definitions, required: false),
            PolicyCheck => PolicyCheckAnswer(definitions),
            _ => Reference(definitions, $"{schema}{Suffix}"),
        };
        root["definitions"] = definitions;
        root["$schema"] = "http://json-schema.org/draft-04/schema#";
        return root.ToJsonString();
    }

    private JsonObject DenyRuleBody(JsonObject definitions, bool required)
    {
        var get = Mended(definitions, $"common/deny_rules_get{Suffix}");
        foreach (var name in ReadOnly)
        {
            get["properties"]!.AsObject().Remove(name);
        }

        get["additionalProperties"] = false;
        get["required"] = new JsonArray(required ? [(JsonNode)"providers", "consumers", "ingress_services"] : []);
        if (!required)
        {
            get.Remove("required");
        }

        return get;
    }

    private JsonObject PolicyCheckAnswer(JsonObject definitions)
    {
        JsonObject Rules(string file) => new() { ["type"] = "array", ["items"] = Reference(definitions, file) };
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("sec_rules", "deny_rules", "override_deny_rules"),
            ["properties"] = new JsonObject
            {
                ["sec_rules"] = Rules($"common/sec_rules_get{Suffix}"),
                ["deny_rules"] = Rules($"common/deny_rules_get{Suffix}"),
                ["override_deny_rules"] = Rules($"common/deny_rules_get{Suffix}"),
            },
        };
    }

    /// <summary>A reference to a file, which is put among the definitions the first time.</summary>
    private JsonObject Reference(JsonObject definitions, string file)
    {
        var key = file.Replace('/', '.')[..^Suffix.Length];
        if (!definitions.ContainsKey(key))
        {
            definitions[key] = new JsonObject(); // It may refer to itself.
            definitions[key] = Mended(definitions, file);
        }

        var reference = new JsonObject { ["$ref"] = $"#/definitions/{key}" };

        // It describes an element where every user of it means the array.
        return key is "v2.workloads_interfaces_get" ? new JsonObject { ["type"] = "array", ["items"] = reference } : reference;
    }

    private JsonObject Mended(JsonObject definitions, string file)
    {
        var schema = JsonNode.Parse(File.ReadAllText(PathOf(file)))!.AsObject();
        if (schema["definitions"] is JsonObject local)
        {
            schema.Remove("definitions");
            foreach (var (name, definition) in local.ToArray())
            {
                definitions[LocalKey(file, name)] = Mended(definitions, file, definition!.DeepClone());
            }
        }

        // A PCE takes these, though the schema does not name them (docs/pce.md#16-workloads).
        if (file is $"v2/workloads_post{Suffix}")
        {
            schema["properties"]!["ignored_interface_names"] = new JsonObject { ["type"] = "array" };
            schema["properties"]!["visibility_level"] = new JsonObject { ["type"] = "string" };
        }

        return Mended(definitions, file, schema).AsObject();
    }

    private JsonNode Mended(JsonObject definitions, string file, JsonNode node)
    {
        if (node is JsonArray array)
        {
            return new JsonArray([.. array.Select(item => item is null ? null : Mended(definitions, file, item))]);
        }

        if (node is not JsonObject schema)
        {
            return node.DeepClone();
        }

        if (schema["$ref"] is JsonValue reference)
        {
            return Resolved(definitions, file, (string)reference!);
        }

        var mended = new JsonObject();
        foreach (var (key, value) in schema)
        {
            // A file's own id would hide its folder from the references in it.
            // What is called a date is a date and a time in every client (docs/pce.md#21-traffic).
            if (
                key is "$schema"
                || (key is "id" && value is JsonValue)
                || (key is "format" && value is JsonValue && (string)value! is "date")
            )
            {
                continue;
            }

            mended[key] = value is null ? null : Mended(definitions, file, value);
            if (key is "items" && IsInterface(value))
            {
                mended[key] = mended[key]!["items"]!.DeepClone();
            }
        }

        MendOneOf(mended);
        return mended;
    }

    /// <summary>Here it does mean an element, as it says itself.</summary>
    private static bool IsInterface(JsonNode? items) =>
        items is JsonObject
        && items["$ref"] is JsonValue reference
        && ((string)reference!).EndsWith($"workloads_interfaces_get{Suffix}", StringComparison.Ordinal);

    /// <summary>
    /// In the events, a oneOf whose members hold no keyword: everything matches each, so nothing matches one alone. They were meant as
    /// properties, of which one is there.
    /// </summary>
    private static void MendOneOf(JsonObject schema)
    {
        if (
            schema["oneOf"] is not JsonArray { Count: > 0 } members
            || !members.All(member => member is JsonObject each && !each.Any(pair => Keywords.Contains(pair.Key)))
        )
        {
            return;
        }

        schema.Remove("oneOf");
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var (name, property) in members.SelectMany(member => member!.AsObject()))
        {
            properties[name] = property!.DeepClone();
        }

        schema["properties"] = properties;
    }

    private JsonObject Resolved(JsonObject definitions, string file, string reference)
    {
        var parts = reference.Split('#');
        var target = parts[0] is ""
            ? file
            : Path.GetRelativePath(folder, Path.GetFullPath(Path.Combine(folder, Path.GetDirectoryName(file)!, parts[0])))
                .Replace('\\', '/');
        if (parts.Length is 1)
        {
            return Reference(definitions, target);
        }

        // "#/definitions/x", and one that lacks its slash: "#definitions/x".
        if (target != file)
        {
            Reference(definitions, target);
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{LocalKey(target, parts[1].Split('/')[^1])}" };
    }

    private static string LocalKey(string file, string name) => $"{file.Replace('/', '.')[..^Suffix.Length]}.{name}";

    private string PathOf(string file) => Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar));
}
