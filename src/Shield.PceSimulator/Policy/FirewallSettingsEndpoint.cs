using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// <c>…/firewall_settings</c> (docs/pce.md#15-from-provisioning-to-the-firewall): read in any version, written in the draft, provisioned
/// like any other object.
/// </summary>
internal static class FirewallSettingsEndpoint
{
    private const string Schema = "sec_policy_firewall_settings_put";
    private const string Static = "static_policy_scopes";

    /// <summary>Arrays that are kept as they were written.</summary>
    private static readonly string[] Kept =
    [
        "firewall_coexistence",
        "containers_inherit_host_policy_scopes",
        "blocked_connection_reject_scopes",
        "loopback_interfaces_in_policy_scopes",
        "ip_forwarding_enabled_scopes",
        "rule_hit_count_enabled_scopes",
    ];

    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce, PolicyReading.All<FirewallSettings>(pce, call).Single()));

    /// <summary><c>allow_ipv6</c> and whatever else the schema does not name is 406.</summary>
    public static Answer Update(Pce pce, Call call)
    {
        var before = (FirewallSettings)pce.Policy.Draft[FirewallSettings.TheKey].Object;
        var body = Body.Closed(
            call.Body,
            Schema,
            ["update_type", Static, "ike_authentication_type", "allow_captive_portal_outbound", .. Kept]
        );
        body.OneOf("update_type", "create", "update", "delete");
        if (
            body.OneOf("ike_authentication_type", "psk", "certificate") is not null
            || body.Flag("allow_captive_portal_outbound") is not null
        )
        {
            throw Refusal.NotSimulated("ike_authentication_type and allow_captive_portal_outbound");
        }

        var changed = before with
        {
            StaticScopes = body.Items(Static) is { } scopes
                ? [.. scopes.Select(scope => Scope(pce, scope.Value, scope.Where))]
                : before.StaticScopes,
            Others = before.Others.SetItems(
                from name in Kept
                where body.Items(name) is not null
                select KeyValuePair.Create(name, body.Get(name)!.Value.GetRawText())
            ),
            Updated = call.Stamp,
        };
        pce.Policy.Put(changed);
        pce.Events.Changed(pce, call, 204, before, changed);
        return Answer.NoContent;
    }

    private static ImmutableArray<long> Scope(Pce pce, JsonElement scope, string where) =>
        scope.ValueKind is JsonValueKind.Array
            ?
            [
                .. scope
                    .EnumerateArray()
                    .Select(
                        (item, index) =>
                        {
                            var body = Body.Closed(item, Schema, $"{where}/{index}", ["label", "exclusion"]).Require("label");
                            return LabelHref.Read(
                                pce,
                                Body.Open(body.Get("label"), Schema, body.At("label")).Require("href").Text("href")!
                            );
                        }
                    ),
            ]
            : throw Body.Mismatch(where, scope, "array", Schema);

    private static JsonObject Write(Pce pce, PolicyReading.Seen<FirewallSettings> seen)
    {
        var json = new JsonObject { ["href"] = pce.Org.Of(seen.Pversion, seen.Object.Key) };
        Stamp.Write(json, seen.Object.Created, seen.Object.Updated, null);
        json["update_type"] = seen.UpdateType;
        json[Static] = new JsonArray([
            .. seen.Object.StaticScopes.Select(scope => new JsonArray([
                .. scope.Select(label => new JsonObject { ["label"] = new JsonObject { ["href"] = pce.Org.Label(label) } }),
            ])),
        ]);
        json["allow_ipv6"] = true;
        foreach (var name in Kept)
        {
            json[name] = seen.Object.Others.TryGetValue(name, out var written) ? JsonNode.Parse(written) : new JsonArray();
        }

        return json;
    }
}
