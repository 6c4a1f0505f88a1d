using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// <c>GET …/{draft|active}/firewall_settings</c> (docs/pce.md#15-from-provisioning-to-the-firewall), to read: the seed decides
/// which scopes are static. It has no name and no id of its own.
/// </summary>
internal static class FirewallSettingsEndpoint
{
    public static Answer Get(Pce pce, Call call)
    {
        var pversion = call.Route("pversion");
        if (pversion is not ("draft" or "active"))
        {
            throw Refusal.NotFound();
        }

        var made = pce.Policy.Versions[0].Created;
        var json = new JsonObject { ["href"] = $"{pce.Org.Root}/sec_policy/{pversion}/firewall_settings" };
        Stamp.Write(json, made, made, null);
        json["update_type"] = null;
        json["static_policy_scopes"] = new JsonArray([
            .. pce.StaticPolicyScopes.Select(scope => new JsonArray([
                .. scope.Select(label => new JsonObject { ["label"] = new JsonObject { ["href"] = pce.Org.Label(label) } }),
            ])),
        ]);
        json["allow_ipv6"] = true;
        json["blocked_connection_reject_scopes"] = new JsonArray();
        json["loopback_interfaces_in_policy_scopes"] = new JsonArray();
        json["rule_hit_count_enabled_scopes"] = new JsonArray();
        return Answer.Ok(json);
    }
}
