using System.Globalization;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Records;

/// <summary>The kinds of records, as far as real clients need them (docs/pce.md#16-workloads).</summary>
internal static class RecordKinds
{
    private static readonly string[] Modes = WorkloadBody.Modes;

    public static readonly RecordKind ContainerWorkloadProfiles = new()
    {
        Plural = "container_workload_profiles",
        Properties =
        [
            new("name", "text"),
            new("namespace", "text"),
            new("description", "text"),
            new("enforcement_mode", "text"),
            new("visibility_level", "text"),
            new("managed", "flag"),
            new("assign_labels", "labels"),
            new("labels", "array"),
        ],
        IdOf = Uuid(0x0574),
        Defaults = () =>
            new JsonObject
            {
                ["namespace"] = null,
                ["enforcement_mode"] = "idle",
                ["visibility_level"] = "flow_summary",
                ["managed"] = false,
                ["assign_labels"] = new JsonArray(),
                ["labels"] = new JsonArray(),
                ["linked"] = false,
            },
        Filters = new([
            Part("name"),
            Part("namespace"),
            Filter.OneOf<JsonObject>("enforcement_mode", Modes, (_, record) => RecordKind.Text(record, "enforcement_mode")),
            Filter.OneOf<JsonObject>(
                "visibility_level",
                WorkloadBody.Visibilities,
                (_, record) => RecordKind.Text(record, "visibility_level")
            ),
            Filter.Flag<JsonObject>("linked", (_, record) => (bool)record["linked"]!),
            Filter.Flag<JsonObject>("managed", (_, record) => (bool)record["managed"]!),
            Filter.Hrefs<JsonObject>("assign_labels", (_, record) => Hrefs(record, "assign_labels")),
            Filter.ReadElsewhere<JsonObject>("max_results"),
        ]),
    };

    /// <summary>A new cluster has one profile at once; its token is told once (docs/pce.md#16-workloads).</summary>
    public static readonly RecordKind ContainerClusters = new()
    {
        Plural = "container_clusters",
        Properties = [new("name", "text"), new("description", "text")],
        Required = ["name"],
        IdOf = Uuid(0x4105),
        Defaults = () =>
            new JsonObject
            {
                ["pce_fqdn"] = null,
                ["description"] = "",
                ["manager_type"] = null,
                ["last_connected"] = null,
                ["kubelink_version"] = null,
                ["online"] = false,
                ["nodes"] = new JsonArray(),
                ["container_runtime"] = null,
                ["errors"] = new JsonArray(),
                ["caps"] = new JsonArray("write"),
            },
        OnlyOnce = () => new JsonObject { ["container_cluster_token"] = "1_simulated-container-cluster-token" },
        Children = [(ContainerWorkloadProfiles, new JsonObject { ["name"] = "Default Profile" })],
        Filters = new([Part("name"), Filter.ReadElsewhere<JsonObject>("max_results"), .. Filter.NotBuilt<JsonObject>("clas_mode")]),
    };

    public static readonly RecordKind PairingProfiles = new()
    {
        Plural = "pairing_profiles",
        Properties =
        [
            new("name", "text"),
            new("description", "text"),
            new("enabled", "flag"),
            new("mode", "text"),
            new("mode_lock", "flag"),
            new("enforcement_mode", "text"),
            new("enforcement_mode_lock", "flag"),
            new("visibility_level", "text"),
            new("visibility_level_lock", "flag"),
            new("allowed_uses_per_key", "any"),
            new("key_lifespan", "any"),
            new("labels", "labels"),
            new("role_label_lock", "flag"),
            new("app_label_lock", "flag"),
            new("env_label_lock", "flag"),
            new("loc_label_lock", "flag"),
            new("log_traffic", "flag"),
            new("log_traffic_lock", "flag"),
            new("external_data_set", "text"),
            new("external_data_reference", "text"),
            new("agent_software_release", "text"),
            new("ven_type", "text"),
        ],
        Required = ["enabled"],
        IdOf = (number, _) => number.ToString(CultureInfo.InvariantCulture),
        Defaults = () =>
            new JsonObject
            {
                ["name"] = "",
                ["description"] = "",
                ["enforcement_mode"] = "visibility_only",
                ["enforcement_mode_lock"] = true,
                ["visibility_level"] = "flow_summary",
                ["visibility_level_lock"] = true,
                ["allowed_uses_per_key"] = "unlimited",
                ["key_lifespan"] = "unlimited",
                ["labels"] = new JsonArray(),
                ["role_label_lock"] = true,
                ["app_label_lock"] = true,
                ["env_label_lock"] = true,
                ["loc_label_lock"] = true,
                ["external_data_set"] = null,
                ["external_data_reference"] = null,
                ["agent_software_release"] = null,
                ["is_default"] = false,
                ["total_use_count"] = 0,
                ["caps"] = new JsonArray("write", "generate_pairing_key"),
            },
        Filters = new([
            Part("name"),
            Part("description"),
            Whole("external_data_set"),
            Whole("external_data_reference"),
            Whole("agent_software_release"),
            Whole("ven_type"),
            Filter.Hrefs<JsonObject>("labels", (_, record) => Hrefs(record, "labels")),
            Filter.ReadElsewhere<JsonObject>("max_results"),
        ]),
    };

    /// <summary>By their SID.</summary>
    public static readonly RecordKind SecurityPrincipals = new()
    {
        Plural = "security_principals",
        Properties = [new("sid", "text"), new("name", "text"), new("description", "text")],
        Required = ["sid", "name"],
        IdOf = (_, written) => Uri.EscapeDataString(RecordKind.Text(written, "sid")),
        Defaults = () =>
            new JsonObject
            {
                ["description"] = "",
                ["deleted"] = false,
                ["used_by_ruleset"] = false,
            },
        Filters = new([Part("name"), Whole("sid"), Filter.ReadElsewhere<JsonObject>("max_results")]),
    };

    private static Filter<JsonObject> Part(string name) => Filter.Part<JsonObject>(name, (_, record) => (string?)record[name]);

    private static Filter<JsonObject> Whole(string name) => Filter.Whole<JsonObject>(name, (_, record) => (string?)record[name]);

    private static IEnumerable<string> Hrefs(JsonObject record, string name) =>
        record[name]!.AsArray().Select(item => (string)item!["href"]!);

    private static Func<long, JsonObject, string> Uuid(short of) =>
        (number, _) =>
            new Guid(
                of,
                0x5a11,
                0x4a00,
                0x80,
                0,
                0,
                0,
                (byte)(number >> 24),
                (byte)(number >> 16),
                (byte)(number >> 8),
                (byte)number
            ).ToString();
}
