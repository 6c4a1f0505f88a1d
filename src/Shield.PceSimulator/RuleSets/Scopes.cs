using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;

namespace Shield.PceSimulator.RuleSets;

/// <summary>A rule set's scopes: read, written, and checked against its rules (docs/pce.md#10-rules).</summary>
internal static class Scopes
{
    private const string Schema = "rule_set_scopes_put";

    private static readonly string[] Words = ["label", "label_group"];

    /// <summary><c>[]</c> and <c>[[]]</c> are both everything; an answer says <c>[[]]</c>.</summary>
    public static ImmutableArray<ImmutableArray<ScopeLabel>> Read(Pce pce, Body body)
    {
        ImmutableArray<ImmutableArray<ScopeLabel>> scopes =
        [
            .. body.Items("scopes")!
                .Select(scope =>
                    scope.Value.ValueKind is System.Text.Json.JsonValueKind.Array
                        ? scope.Value.EnumerateArray().Select((item, index) => Read(pce, item, $"{scope.Where}/{index}")).ToImmutableArray()
                        : throw Body.Mismatch(scope.Where, scope.Value, "array", Schema)
                ),
        ];
        return scopes is []
            ?
            [
                [],
            ]
            : scopes;
    }

    public static JsonArray Write(Org org, string pversion, RuleSet ruleSet) =>
        new([
            .. ruleSet.Scopes.Select(scope => new JsonArray([
                .. scope.Select(label => new JsonObject
                {
                    [label.What.Word] = label.What.Write(org, pversion),
                    ["exclusion"] = label.Exclusion,
                }),
            ])),
        ]);

    /// <summary>
    /// "A label type used in the scope cannot be used in its rules; never a role label in a scope" (man-rest 10815-10838).
    /// </summary>
    public static void Check(Pce pce, RuleSet ruleSet)
    {
        var meaning = new LabelMeaning(key => pce.Policy.Draft.GetValueOrDefault(key)?.Object, pce.Labels);
        var keys = ruleSet.Scopes.SelectMany(scope => scope).Select(label => meaning.KeyOf(label.What)).OfType<string>().ToHashSet();
        if (keys.Contains("role"))
        {
            throw Refusal.NotAcceptable("invalid_scope", "A role label cannot be used in a scope"); // The token is unknown.
        }

        var used = ruleSet
            .AllRules.Where(rule => rule.Deleted is null)
            .SelectMany(rule => rule.UnscopedConsumers ? rule.Providers : rule.Providers.Concat(rule.Consumers))
            .OfType<Actor.OfLabels>()
            .Select(actor => meaning.KeyOf(actor.What))
            .OfType<string>();
        if (used.FirstOrDefault(keys.Contains) is { } key)
        {
            // The token is unknown.
            throw Refusal.NotAcceptable("label_type_used_in_scope", $"Labels of the type {key} are used in the scope");
        }
    }

    private static ScopeLabel Read(Pce pce, System.Text.Json.JsonElement item, string where)
    {
        var body = Body.Open(item, Schema, where);
        string[] named = [.. Words.Where(body.Has)];
        if (named is not [var word])
        {
            throw Refusal.Invalid($"The property '{where}' is not one label or label group in schema {Schema}.schema.json");
        }

        var href = Body.Open(body.Get(word), Schema, body.At(word)).Require("href").Text("href")!;
        return new ScopeLabel(LabelChoice.Read(pce, word, href), body.Flag("exclusion") ?? false);
    }
}
