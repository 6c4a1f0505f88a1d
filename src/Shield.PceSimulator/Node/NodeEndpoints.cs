using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Node;

/// <summary>What a PCE says of itself (docs/pce.md#19-health-and-superclusters).</summary>
internal static class NodeEndpoints
{
    public const string Fqdn = "pce.simulated.example";

    public static Answer Noop(Pce pce, Call call) => Answer.Ok(new JsonObject());

    /// <summary>Flat, as clients read it and 26.3.0's schema has it. Deny rules are documented from 25.2.10 on.</summary>
    public static Answer ProductVersion(Pce pce, Call call)
    {
        var version = pce.Options.DenyRules ? "25.2.20" : "23.5.10";
        return Answer.Ok(
            new JsonObject
            {
                ["version"] = version,
                ["build"] = 1,
                ["long_display"] = $"{version}-1",
                ["short_display"] = version,
                ["engineering_info"] = "",
                ["release_info"] = "",
                ["product_name"] = "asp",
            }
        );
    }

    public static Answer Health(Pce pce, Call call) =>
        Answer.Ok(
            new JsonArray(
                new JsonObject
                {
                    ["status"] = "normal",
                    ["type"] = pce.Options.Role.ToString().ToLowerInvariant(),
                    ["fqdn"] = Fqdn,
                    ["available_seconds"] = (pce.Now - pce.Policy.Versions[0].Created.At).TotalSeconds,
                    ["notifications"] = new JsonArray(),
                    ["listen_only_mode_enabled_at"] = pce.Options.ListenOnlySince is { } since ? Stamp.Text(since) : null,
                    ["nodes"] = new JsonArray(),
                    ["generated_at"] = Stamp.Text(pce.Now),
                }
            )
        );

    /// <summary>Asks for no credentials; 200 on premises (live).</summary>
    public static Answer Available(Pce pce) => new(200, null);

    /// <summary>
    /// Asks for no credentials. unknown: strict. A PCE that is in no supercluster answers 404, too, so that a client cannot take 404 for
    /// the sign of a member.
    /// </summary>
    public static Answer SuperclusterLeader(Pce pce) => new(pce.Options.Role is SuperclusterRole.Leader ? 202 : 404, null);

    /// <summary>The timers after which a VEN counts as offline (docs/pce.md#15-from-provisioning-to-the-firewall).</summary>
    public static Answer WorkloadSettings(Pce pce, Call call) =>
        Answer.Ok(
            new JsonObject
            {
                ["href"] = $"{pce.Org.Root}/settings/workloads",
                ["workload_disconnected_timeout_seconds"] = Setting("value", 3600),
                ["workload_goodbye_timeout_seconds"] = Setting("value", 900),
                ["workload_disconnected_notification_seconds"] = Setting("warning", 900),
                ["ven_uninstall_timeout_hours"] = new JsonArray(new JsonObject { ["scope"] = new JsonArray(), ["value"] = 168 }),
            }
        );

    private static JsonArray Setting(string name, int value) =>
        new(
            new JsonObject
            {
                ["scope"] = new JsonArray(),
                [name] = value,
                ["ven_type"] = "server",
            }
        );
}
