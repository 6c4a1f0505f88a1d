using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>
/// Compares an object's draft with its active version. When, by whom and in which version each was written makes no difference.
/// </summary>
internal sealed class DraftAndActive(PceClient client)
{
    /// <summary>Whether nothing differs but rules that use one of these lists.</summary>
    public async Task<bool> DiffersOnlyByAsync(string href, ImmutableArray<string> lists, CancellationToken cancellationToken) =>
        await CompareAsync(href, lists, cancellationToken).ConfigureAwait(false) is { AreEqual: true, HasDeletion: false };

    /// <param name="href">Draft href of an IP list or a rule set.</param>
    /// <param name="lists">Deny rules that use one of these lists are left out of the comparison.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Whether the two are equal, and whether something inside the draft is pending deletion.</returns>
    public async Task<(bool AreEqual, bool HasDeletion)> CompareAsync(
        string href,
        ImmutableArray<string> lists,
        CancellationToken cancellationToken
    )
    {
        var draft = Without(await client.GetAsync(href, PceJson.Default.JsonObject, cancellationToken).ConfigureAwait(false), lists);
        var active = await client.FindAsync(WireText.ToActive(href), PceJson.Default.JsonObject, cancellationToken).ConfigureAwait(false);
        var areEqual =
            active is not null && JsonNode.DeepEquals(RuleSetText.Neutral(draft, []), RuleSetText.Neutral(Without(active, lists), []));
        return (areEqual, RuleSetText.HasDeletionInside(draft));
    }

    private static JsonObject Without(JsonObject ruleSet, ImmutableArray<string> lists)
    {
        if (ruleSet["deny_rules"] is JsonArray rules)
        {
            ruleSet["deny_rules"] = new JsonArray([.. rules.Where(rule => !UsesOneOf(rule, lists)).Select(rule => rule?.DeepClone())]);
        }

        return ruleSet;
    }

    private static bool UsesOneOf(JsonNode? rule, ImmutableArray<string> lists) =>
        (rule?["providers"] as JsonArray ?? []).Any(actor =>
            (string?)actor?["ip_list"]?["href"] is { } href && lists.Contains(WireText.ToDraft(href))
        );
}
