using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.RuleSets;

/// <summary>A rule set's scopes: read, written, and held against its rules (pce-api.md 9.2).</summary>
internal static class Scopes
{
    private const string Schema = "rule_set_scopes_put";

    /// <summary><c>[]</c> and <c>[[]]</c> are both everything; an answer says <c>[[]]</c>.</summary>
    public static ImmutableArray<ImmutableArray<ScopeLabel>> Read(Pce pce, Body body)
    {
        ImmutableArray<ImmutableArray<ScopeLabel>> scopes =
        [
            .. body.Items("scopes")!.Select(scope => scope.Value.ValueKind is System.Text.Json.JsonValueKind.Array
                ? scope.Value.EnumerateArray().Select((item, index) => Read(pce, item, $"{scope.Where}/{index}")).ToImmutableArray()
                : throw Body.Mismatch(scope.Where, scope.Value, "array", Schema)),
        ];
        return scopes is [] ? [[]] : scopes;
    }

    public static JsonArray Write(Org org, RuleSet ruleSet) => new(
    [
        .. ruleSet.Scopes.Select(scope => new JsonArray(
        [
            .. scope.Select(label => new JsonObject
            {
                ["label"] = new JsonObject { ["href"] = org.Label(label.Label) },
                ["exclusion"] = label.Exclusion,
            }),
        ])),
    ]);

    /// <summary>"A label type used in the scope cannot be used in its rules; never a role label in a scope" (man-rest 10815-10838).</summary>
    public static void Check(Pce pce, RuleSet ruleSet)
    {
        var keys = ruleSet.Scopes.SelectMany(scope => scope).Select(label => pce.Labels.Find(label.Label)!.Key).ToHashSet();
        if (keys.Contains("role"))
        {
            throw Refusal.NotAcceptable("invalid_scope", "A role label cannot be used in a scope"); // The token is unknown.
        }

        var used = ruleSet.AllRules.Where(rule => rule.Deleted is null)
            .SelectMany(rule => rule.UnscopedConsumers ? rule.Providers : rule.Providers.Concat(rule.Consumers))
            .OfType<Actor.OfLabel>()
            .Select(actor => pce.Labels.Find(actor.Label)!.Key);
        if (used.FirstOrDefault(keys.Contains) is { } key)
        {
            throw Refusal.NotAcceptable("label_type_used_in_scope", $"Labels of the type {key} are used in the scope"); // The token is unknown.
        }
    }

    public static long Label(Pce pce, string href) => pce.Labels.Find(pce.Org, href)?.Id
        ?? throw (href.StartsWith($"{pce.Org.Root}/labels/", StringComparison.Ordinal)
            ? Refusal.NotAcceptable("not_found_error", $"Not found: {href}") // unknown: strict
            : Refusal.InvalidUri(href));

    private static ScopeLabel Read(Pce pce, System.Text.Json.JsonElement item, string where)
    {
        var body = Body.Open(item, Schema, where);
        if (body.Has("label_group") || !body.Has("label"))
        {
            throw Refusal.NotAcceptable("not_found_error", $"Not found: {where}"); // No label group exists here.
        }

        var href = Body.Open(body.Get("label"), Schema, body.At("label")).Require("href").Text("href")!;
        return new ScopeLabel(Label(pce, href), body.Flag("exclusion") ?? false);
    }
}
