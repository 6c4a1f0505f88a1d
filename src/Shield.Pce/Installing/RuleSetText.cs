using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.Core.Ledger;
using Shield.Pce.Reading;

namespace Shield.Pce.Installing;

/// <summary>
/// A rule set's JSON made comparable: two are equal where they differ by nothing but our own changes of rules, and by when, by whom and in
/// which version they were written.
/// </summary>
internal static class RuleSetText
{
    private static readonly string[] Incidental =
    [
        "update_type",
        "updated_at",
        "updated_by",
        "created_at",
        "created_by",
        "deleted_at",
        "deleted_by",
        "caps",
    ];

    public static JsonNode? Neutral(JsonNode? node, ImmutableArray<RuleChange> ours) =>
        node switch
        {
            JsonObject rule when ours.Where(change => change.Rule == HrefOf(rule)).ToImmutableArray() is [_, ..] of => Members(
                rule,
                [],
                of
            ),
            JsonObject members => Members(members, ours, []),
            JsonArray elements => new JsonArray([.. elements.Select(element => Neutral(element, ours))]),
            JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(WireText.ToDraft(text)),
            _ => node?.DeepClone(),
        };

    /// <summary>
    /// Whether something inside the object is pending deletion. Such a rule stands in draft and active alike, and would go with the rule
    /// set's next provisioning.
    /// </summary>
    public static bool HasDeletionInside(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.Any(member => member.Value is JsonObject or JsonArray && IsOrHasDeletion(member.Value)),
            _ => false,
        };

    private static bool IsOrHasDeletion(JsonNode? node) =>
        node switch
        {
            JsonArray elements => elements.Any(IsOrHasDeletion),
            JsonObject members => (members["update_type"] is JsonValue type && type.TryGetValue(out string? word) && word is "delete")
                || HasDeletionInside(members),
            _ => false,
        };

    private static JsonObject Members(JsonObject members, ImmutableArray<RuleChange> below, ImmutableArray<RuleChange> here) =>
        new(
            from member in members
            where !Incidental.Contains(member.Key)
            let side = here.Where(change => member.Key == (change.List is "inbound" ? "consumers" : "providers")).ToImmutableArray()
            select KeyValuePair.Create(member.Key, side is [] ? Neutral(member.Value, below) : Lists(member.Value, side))
        );

    // Our list and the one whose place it took are written as one and the same.
    private static JsonArray Lists(JsonNode? side, ImmutableArray<RuleChange> changes)
    {
        var names = changes.SelectMany(change => new[] { change.From, change.To }).ToHashSet();
        var actors = (side as JsonArray ?? []).Select(actor =>
            HrefOf(actor?["ip_list"]) is { } list && names.Contains(list) ? "either" : Neutral(actor, [])?.ToJsonString() ?? ""
        );
        return new JsonArray([.. actors.Distinct().Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]);
    }

    private static string? HrefOf(JsonNode? members) =>
        (members as JsonObject)?["href"] is JsonValue href && href.TryGetValue(out string? text) ? WireText.ToDraft(text) : null;
}
