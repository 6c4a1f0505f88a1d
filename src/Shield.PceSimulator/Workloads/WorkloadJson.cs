using System.Text.Json.Nodes;
using Shield.PceSimulator.Labels;

namespace Shield.PceSimulator.Workloads;

/// <summary>A workload as it is read (schema workloads_get; pce-api.md 9.5; 10, 25).</summary>
internal static class WorkloadJson
{
    public static JsonObject Write(Pce pce, Workload workload)
    {
        var json = new JsonObject
        {
            ["href"] = pce.Org.Workload(workload.Id),
            ["deleted"] = false,
            ["name"] = workload.Name,
            ["description"] = workload.Description,
            ["managed"] = workload.Managed,
            ["hostname"] = workload.Hostname,
            ["service_principal_name"] = "",
            ["distinguished_name"] = "",
            ["public_ip"] = workload.PublicIp ?? "",
            ["external_data_set"] = workload.ExternalDataSet,
            ["external_data_reference"] = workload.ExternalDataReference,
            ["interfaces"] = new JsonArray([.. workload.Interfaces.Select(Write)]),
            ["service_provider"] = "",
            ["data_center"] = "",
            ["data_center_zone"] = "",
            ["os_id"] = "",
            ["os_detail"] = "",
            ["online"] = workload.Online,
            ["labels"] = new JsonArray([.. workload.Labels.Select(id => LabelEndpoints.WriteBrief(pce, pce.Labels.Find(id)!))]),
            ["services"] = new JsonObject(),
            ["agent"] = workload.Managed ? Agent(pce, workload) : new JsonObject(),
            ["enforcement_mode"] = workload.EnforcementMode,
            ["created_at"] = Stamp.Text(workload.Created.At),
            ["updated_at"] = Stamp.Text(workload.Updated.At),
            ["created_by"] = workload.Created.ByHref,
            ["updated_by"] = workload.Updated.ByHref,
        };
        if (workload.Managed)
        {
            json["firewall_coexistence"] = null;
            json["ven"] = new JsonObject
            {
                ["href"] = $"{pce.Org.Root}/vens/{workload.Id}",
                ["hostname"] = workload.Hostname,
                ["name"] = workload.Name,
                ["status"] = "active",
                ["ven_type"] = "server",
            };
        }

        return json;
    }

    private static JsonObject Write(WorkloadInterface each) => new()
    {
        ["name"] = each.Name,
        ["link_state"] = each.LinkState,
        ["address"] = each.Address,
        ["cidr_block"] = each.PrefixLength,
        ["default_gateway_address"] = each.Gateway,
        ["network"] = null,
        ["network_detection_mode"] = null,
        ["friendly_name"] = null,
    };

    /// <summary>A VEN that is well: in touch now, with the newest policy applied.</summary>
    private static JsonObject Agent(Pce pce, Workload workload)
    {
        var (now, applied) = (Stamp.Text(pce.Now), Stamp.Text(pce.Policy.Versions[^1].Created.At));
        return new JsonObject
        {
            ["href"] = $"{pce.Org.Root}/agents/{workload.Id}",
            ["config"] = new JsonObject { ["mode"] = "enforced", ["log_traffic"] = true, ["security_policy_update_mode"] = "adaptive" },
            ["status"] = new JsonObject
            {
                ["uid"] = workload.Id.ToString(),
                ["last_heartbeat_on"] = now,
                ["uptime_seconds"] = (long)(pce.Now - workload.Created.At).TotalSeconds,
                ["agent_version"] = "25.2.20",
                ["managed_since"] = Stamp.Text(workload.Created.At),
                ["fw_config_current"] = true,
                ["firewall_rule_count"] = 0,
                ["security_policy_refresh_at"] = applied,
                ["security_policy_applied_at"] = applied,
                ["security_policy_received_at"] = applied,
                ["agent_health_errors"] = new JsonObject { ["errors"] = new JsonArray(), ["warnings"] = new JsonArray() },
                ["agent_health"] = new JsonArray(),
                ["security_policy_sync_state"] = "synced",
            },
            ["active_pce_fqdn"] = Node.NodeEndpoints.Fqdn,
            ["target_pce_fqdn"] = Node.NodeEndpoints.Fqdn,
            ["type"] = "Host",
        };
    }
}
