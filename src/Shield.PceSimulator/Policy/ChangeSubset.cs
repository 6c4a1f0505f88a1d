using System.Collections.Immutable;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// Which pending changes a request is about (schema sec_policy_change_subset). Without a subset, or with an empty
/// one, it is about everybody's pending changes, as on a real PCE (docs/pce.md#9-provisioning).
/// </summary>
internal static class ChangeSubset
{
    private const string Schema = "sec_policy_change_subset";

    private static readonly string[] Kinds =
    [
        "label_groups",
        "services",
        "rule_sets",
        "ip_lists",
        "virtual_services",
        "firewall_settings",
        "secure_connect_gateways",
        "virtual_servers",
        "enforcement_boundaries",
    ];

    /// <exception cref="Refusal">invalid_uri for what is no href of that kind; not_acceptable_error for what has no draft.</exception>
    public static ImmutableArray<PendingChange> Read(Pce pce, Body request)
    {
        ImmutableArray<PendingChange> all = [.. pce.Policy.Pending];
        if (!request.Has("change_subset"))
        {
            return all;
        }

        var subset = Body.Closed(request.Get("change_subset"), Schema, request.At("change_subset"), Kinds);
        PolicyKey[] keys = [.. Kinds.SelectMany(kind => Keys(pce, subset, kind)).Distinct()];
        return keys is [] ? all : [.. keys.Select(key => all.FirstOrDefault(change => change.Key == key) ?? throw NoDraft())];
    }

    public static Refusal NoDraft() =>
        Refusal.NotAcceptable(
            "not_acceptable_error",
            "Not Acceptable. One or more specified objects either don't exist, or do not have a draft version."
        );

    private static IEnumerable<PolicyKey> Keys(Pce pce, Body subset, string kind)
    {
        foreach (var (item, where) in subset.Items(kind) ?? [])
        {
            var href = Body.Open(item, Schema, where).Require("href").Text("href")!;
            if (
                !href.StartsWith($"{pce.Org.Root}/sec_policy/draft/{kind}/", StringComparison.Ordinal)
                && href != $"{pce.Org.Root}/sec_policy/draft/{FirewallSettings.Segment}"
            )
            {
                throw Refusal.InvalidUri(href);
            }

            // A kind that is not simulated has no drafts here.
            yield return pce.Org.TryRead(href, out _, out var key) ? key : throw NoDraft();
        }
    }
}
