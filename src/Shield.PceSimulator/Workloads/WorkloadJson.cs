using System.Text.Json.Nodes;
using Shield.PceSimulator.Labels;

namespace Shield.PceSimulator.Workloads;

/// <summary>A workload as it is read (schema workloads_get; docs/pce.md#16-workloads).</summary>
internal static class WorkloadJson
{
    public static JsonObject Write(Pce pce, Workload workload)
    {
        var json = new JsonObject
        {
            ["href"] = pce.Org.Workload(workload.Id),
            ["deleted"] = workload.DeletedAt is not null,
            ["name"] = workload.Name,
            ["description"] = workload.Description,
            ["managed"] = workload.Managed,
            ["hostname"] = workload.Hostname,
            ["public_ip"] = workload.PublicIp ?? "",
            ["external_data_set"] = workload.ExternalDataSet,
            ["external_data_reference"] = workload.ExternalDataReference,
            ["interfaces"] = Interfaces(workload),
            ["online"] = workload.Online,
            ["labels"] = new JsonArray([.. workload.Labels.Select(id => LabelEndpoints.WriteBrief(pce, pce.Labels.Find(id)!))]),
            ["services"] = new JsonObject(),
            ["agent"] = workload.Managed ? Agent(pce, workload) : new JsonObject { ["config"] = Config(pce, workload) },
            ["enforcement_mode"] = workload.EnforcementMode,
            ["visibility_level"] = workload.Visibility,
            ["ignored_interface_names"] = new JsonArray([.. workload.IgnoredInterfaces.Select(name => JsonValue.Create(name))]),
            ["agent_to_pce_certificate_authentication_id"] = workload.CertificateId,
            ["blocked_connection_action"] = "drop",
            ["containers_inherit_host_policy"] = false,
            ["datacenter_nat_1to1"] = false,
            ["risk_summary"] = new JsonObject { ["ransomware"] = null },
            ["caps"] = new JsonArray("write"),
            ["created_at"] = Stamp.Text(workload.Created.At),
            ["updated_at"] = Stamp.Text(workload.Updated.At),
            ["created_by"] = workload.Created.ByHref,
            ["updated_by"] = workload.Updated.ByHref,
        };
        foreach (var name in Texts)
        {
            json[name] = workload.Texts.GetValueOrDefault(name, "");
        }

        if (workload.Managed)
        {
            (json["os_id"], json["os_detail"]) = (workload.Ven.OsId, workload.Ven.OsDetail);
            json["firewall_coexistence"] = workload.Ven.IllumioPrimary is { } primary
                ? new JsonObject { ["illumio_primary"] = primary }
                : null;
            json["ven"] = new JsonObject
            {
                ["href"] = VenHref(pce, workload),
                ["hostname"] = workload.Hostname,
                ["name"] = workload.Name,
                ["status"] = workload.Ven.Status,
                ["ven_type"] = "server",
            };
        }

        return json;
    }

    /// <summary>What a body may say of a workload, and an answer repeats (schema workloads_post).</summary>
    public static readonly string[] Texts =
    [
        "service_principal_name",
        "distinguished_name",
        "service_provider",
        "data_center",
        "data_center_zone",
        "os_id",
        "os_detail",
    ];

    public const string VenVersion = "25.2.20";

    public const string ActivationType = "pairing_key";

    public static string OsId(Workload workload) => workload.Managed ? workload.Ven.OsId : workload.Texts.GetValueOrDefault("os_id", "");

    public static string VenHref(Pce pce, Workload workload) => $"{pce.Org.Root}/vens/{workload.Id}";

    public static string AgentHref(Pce pce, Workload workload) => $"{pce.Org.Root}/agents/{workload.Id}";

    public static JsonArray Interfaces(Workload workload) => new([.. workload.Interfaces.Select(Write)]);

    private static JsonObject Write(WorkloadInterface each) =>
        new()
        {
            ["name"] = each.Name,
            ["link_state"] = each.LinkState,
            ["address"] = each.Address,
            ["cidr_block"] = each.PrefixLength,
            ["default_gateway_address"] = each.Gateway,
            ["network"] = null,
            ["network_detection_mode"] = null,
            ["friendly_name"] = null,
            ["loopback"] = false,
            ["public_ip"] = null,
        };

    private static JsonObject Config(Pce pce, Workload workload) =>
        new()
        {
            ["mode"] = Mode(workload),
            ["log_traffic"] = workload.Visibility is not "flow_off",
            ["security_policy_update_mode"] = new VenView(pce, workload).UpdateMode,
        };

    private static JsonObject Agent(Pce pce, Workload workload)
    {
        var view = new VenView(pce, workload);
        var applied = Stamp.Text(view.LastChange.Created.At + workload.Ven.Lag);
        return new JsonObject
        {
            ["href"] = AgentHref(pce, workload),
            ["config"] = Config(pce, workload),
            ["status"] = new JsonObject
            {
                ["uid"] = workload.Id.ToString(),
                ["last_heartbeat_on"] = Stamp.Text(view.LastHeartbeat),
                ["uptime_seconds"] = (long)(pce.Now - workload.Created.At).TotalSeconds,
                ["agent_version"] = VenVersion,
                ["managed_since"] = Stamp.Text(workload.Created.At),
                ["fw_config_current"] = workload.Ven.SyncState is not "error",
                ["firewall_rule_count"] = 0,
                ["security_policy_refresh_at"] = applied,
                ["security_policy_applied_at"] = applied,
                ["security_policy_received_at"] = Stamp.Text(view.Received.Created.At + workload.Ven.Lag),
                ["agent_health_errors"] = new JsonObject { ["errors"] = new JsonArray(), ["warnings"] = new JsonArray() },
                ["agent_health"] = new JsonArray([
                    .. Troubles(pce, workload)
                        .Select(trouble => new JsonObject { ["type"] = trouble.Type, ["severity"] = trouble.Severity }),
                ]),
                ["security_policy_sync_state"] = view.SyncState,
            },
            ["active_pce_fqdn"] = Node.NodeEndpoints.Fqdn,
            ["target_pce_fqdn"] = Node.NodeEndpoints.Fqdn,
            ["type"] = "Host",
        };
    }

    /// <summary>What its health reports: a fault of its own, and that names were dropped from its policy.</summary>
    private static IEnumerable<(string Type, string Severity)> Troubles(Pce pce, Workload workload) =>
        [
            .. workload.Ven.Trouble is { } trouble ? new[] { trouble } : [],
            .. PartialPolicy.Reaches(pce).Contains(workload) ? new[] { (PartialPolicy.Notification, "warning") } : [],
        ];

    /// <summary>The deprecated word for the enforcement mode.</summary>
    public static string Mode(Workload workload) =>
        workload.EnforcementMode switch
        {
            "full" => "enforced",
            "visibility_only" => "illuminated",
            var mode => mode,
        };
}
