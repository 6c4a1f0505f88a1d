using Shield.PceSimulator.Http;
using Shield.PceSimulator.Node;

namespace Shield.PceSimulator.Workloads;

/// <summary>The documented filters of VENs (docs/pce.md#16-workloads).</summary>
internal static class VenFilters
{
    public static readonly string[] Types = ["server", "endpoint", "containerized"];

    public static readonly Filters<Workload> All = new([
        Filter.Part<Workload>("name", (_, workload) => workload.Name),
        Filter.Part<Workload>("hostname", (_, workload) => workload.Hostname),
        Filter.Part<Workload>("description", (_, workload) => workload.Description),
        Filter.Part<Workload>("os", (_, workload) => workload.Ven.OsId),
        Filter.PartOfAny<Workload>("ip_address", (_, workload) => workload.Addresses),
        Filter.OneOf<Workload>("status", ["active", "suspended", "stopped", "uninstalled"], (_, workload) => workload.Ven.Status),
        Filter.OneOf<Workload>(
            "health",
            ["healthy", "unhealthy", "error", "warning"],
            (pce, workload) => new VenView(pce, workload).Health
        ),
        Filter.Whole<Workload>("condition", (_, workload) => workload.Ven.Trouble?.Type),
        Filter.OneOf<Workload>(
            "activation_type",
            [WorkloadJson.ActivationType, "kerberos", "ca_signed_certificate", "self_signed_certificate"],
            (_, _) => WorkloadJson.ActivationType
        ),
        Filter.OneOf<Workload>("ven_type", Types, (_, _) => "server"),
        Filter.Whole<Workload>("active_pce_fqdn", (_, _) => NodeEndpoints.Fqdn),
        Filter.Hrefs<Workload>("labels", (pce, workload) => workload.Labels.Select(pce.Org.Label)),
        Version("version[gte]", order => order >= 0),
        Version("version[lte]", order => order <= 0),
        new Filter<Workload>("disconnected_before", (pce, value) => DisconnectedBefore(pce, Call.TimeOf("disconnected_before", value))),
        Filter.From<Workload>("last_heartbeat_at[gte]", (pce, workload) => new VenView(pce, workload).LastHeartbeat),
        Filter.To<Workload>("last_heartbeat_at[lte]", (pce, workload) => new VenView(pce, workload).LastHeartbeat),
        // No VEN here ever said goodbye, waits for an upgrade or recovers its authentication.
        Filter.From<Workload>("last_goodbye_at[gte]", (_, _) => null),
        Filter.To<Workload>("last_goodbye_at[lte]", (_, _) => null),
        Filter.Flag<Workload>("upgrade_pending", (_, _) => false),
        Filter.Flag<Workload>("authentication_recovery", (_, _) => false),
        Filter.ReadElsewhere<Workload>("max_results"),
        .. Filter.NotBuilt<Workload>("version", "container_clusters", "last_heartbeat_at", "last_goodbye_at"),
    ]);

    private static Filter<Workload> Version(string name, Func<int, bool> fits) =>
        new(name, (_, value) => _ => fits(Filter.CompareVersions(WorkloadJson.VenVersion, value)));

    private static Func<Workload, bool> DisconnectedBefore(Pce pce, DateTimeOffset time) =>
        workload => new VenView(pce, workload).LastHeartbeat < time;
}
