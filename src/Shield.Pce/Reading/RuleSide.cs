using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>
/// The side of a rule on which a list blocks in one direction: consumers are sources, providers destinations
/// (docs/pce.md#10-rules). Several IP lists on one side are a union (docs/pce.md#6-entries).
/// </summary>
internal static class RuleSide
{
    public static JsonElement[] Of(AnyRuleWire rule, Direction direction) =>
        direction is Direction.Inbound ? rule.Consumers : rule.Providers;

    public static string NameOf(Direction direction) => direction is Direction.Inbound ? "consumers" : "providers";

    /// <summary>True where the side means everything but what stands on it.</summary>
    public static bool IsInverted(AnyRuleWire rule, Direction direction) =>
        (direction is Direction.Inbound ? rule.AllIpsExceptForInConsumers : rule.AllIpsExceptForInProviders) is true;

    public static bool Uses(AnyRuleWire rule, Direction direction, string? list) =>
        list is not null && Of(rule, direction).Any(actor => ListOf(actor) == list);

    /// <summary>Draft hrefs of the IP lists that stand on it.</summary>
    public static ImmutableArray<string> ListsOn(AnyRuleWire rule, Direction direction) =>
        [.. Of(rule, direction).Select(ListOf).OfType<string>().Distinct()];

    /// <summary>The side with one list in the place of another, fit to be written; all else on it as it was.</summary>
    public static JsonElement[] Replace(JsonElement[] side, string old, string fresh)
    {
        var isThere = side.Any(actor => ListOf(actor) == fresh);
        return
        [
            .. from actor in side let isOld = ListOf(actor) == old where !isOld || !isThere select isOld ? ToActor(fresh) : Writable(actor),
        ];
    }

    public static RuleSideBody Body(JsonElement[] side, Direction direction) =>
        direction is Direction.Inbound ? new RuleSideBody { Consumers = side } : new RuleSideBody { Providers = side };

    /// <summary>The same actors, in whatever order.</summary>
    public static bool AreEqual(JsonElement[] one, JsonElement[] other) =>
        one.Select(Key).ToHashSet(StringComparer.Ordinal).SetEquals(other.Select(Key));

    public static string Text(JsonElement[] side) => $"[{string.Join(',', side.Select(actor => actor.GetRawText()))}]";

    private static string? ListOf(JsonElement actor) =>
        actor.ValueKind is JsonValueKind.Object
        && actor.TryGetProperty("ip_list", out var list)
        && list.ValueKind is JsonValueKind.Object
        && list.TryGetProperty("href", out var href)
        && href.ValueKind is JsonValueKind.String
            ? WireText.ToDraft(href.GetString()!)
            : null;

    private static string Key(JsonElement actor) => Writable(actor).GetRawText();

    private static JsonElement ToActor(string list) => Element(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } });

    // A GET tells names and labels beside an href, and a PUT takes the href alone (schemas sec_rules_consumers_get and _put).
    private static JsonElement Writable(JsonElement actor) =>
        actor.ValueKind is not JsonValueKind.Object
            ? actor
            : Element(
                new JsonObject(
                    actor
                        .EnumerateObject()
                        .Select(member =>
                            KeyValuePair.Create<string, JsonNode?>(
                                member.Name,
                                member.Value.ValueKind is JsonValueKind.Object
                                && member.Value.TryGetProperty("href", out var href)
                                && href.ValueKind is JsonValueKind.String
                                    ? new JsonObject { ["href"] = href.GetString() }
                                    : JsonNode.Parse(member.Value.GetRawText())
                            )
                        )
                )
            );

    private static JsonElement Element(JsonObject node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
