using Shield.PceSimulator.Http;
using Shield.PceSimulator.Node;

namespace Shield.PceSimulator.Workloads;

/// <summary>The documented filters of workloads (docs/pce.md#16-workloads). Those about the agent find no unmanaged workload.</summary>
internal static class WorkloadFilters
{
    public static readonly Filters<Workload> All = new([
        Filter.Part<Workload>("name", (_, workload) => workload.Name),
        Filter.Part<Workload>("hostname", (_, workload) => workload.Hostname),
        Filter.Part<Workload>("description", (_, workload) => workload.Description),
        Filter.Part<Workload>("os_id", (_, workload) => WorkloadJson.OsId(workload)),
        Filter.PartOfAny<Workload>("ip_address", (_, workload) => workload.Addresses),
        Filter.Whole<Workload>("external_data_set", (_, workload) => workload.ExternalDataSet),
        Filter.Whole<Workload>("external_data_reference", (_, workload) => workload.ExternalDataReference),
        Filter.OneOf<Workload>("enforcement_mode", WorkloadBody.Modes, (_, workload) => workload.EnforcementMode),
        new Filter<Workload>("enforcement_modes", (_, value) => Among(HrefLists.ReadFlat("enforcement_modes", value))),
        Filter.Whole<Workload>("mode", (_, workload) => WorkloadJson.Mode(workload)),
        Filter.OneOf<Workload>("visibility_level", WorkloadBody.Visibilities, (_, workload) => workload.Visibility),
        Filter.Flag<Workload>("managed", (_, workload) => workload.Managed),
        Filter.Flag<Workload>("online", (_, workload) => workload.Online),
        Filter.Hrefs<Workload>("labels", (pce, workload) => workload.Labels.Select(pce.Org.Label)),
        Filter.Whole<Workload>("policy_health", (pce, workload) => View(pce, workload)?.PolicyHealth),
        Filter.Whole<Workload>("security_policy_sync_state", (pce, workload) => View(pce, workload)?.SyncState),
        Filter.OneOf<Workload>("security_policy_update_mode", ["static", "adaptive"], (pce, workload) => View(pce, workload)?.UpdateMode),
        Filter.From<Workload>("last_heartbeat_on[gte]", (pce, workload) => View(pce, workload)?.LastHeartbeat),
        Filter.To<Workload>("last_heartbeat_on[lte]", (pce, workload) => View(pce, workload)?.LastHeartbeat),
        Filter.Whole<Workload>("ven", (pce, workload) => workload.Managed ? WorkloadJson.VenHref(pce, workload) : null),
        Filter.OneOf<Workload>("ven.ven_type", VenFilters.Types, (_, workload) => workload.Managed ? "server" : null),
        Filter.Whole<Workload>("agent.active_pce_fqdn", (_, workload) => workload.Managed ? NodeEndpoints.Fqdn : null),
        // Nobody computed a risk of these workloads, so none has the one that is asked for.
        Filter.Whole<Workload>("risk_summary.ransomware.workload_exposure_severity", (_, _) => null),
        Filter.ReadElsewhere<Workload>("include_deleted"),
        Filter.ReadElsewhere<Workload>("max_results"),
        .. Filter.NotBuilt<Workload>(
            "soft_deleted",
            "log_traffic",
            "last_heartbeat_on",
            "container_clusters",
            "vulnerability_summary.vulnerability_exposure_score",
            "vulnerability_summary.vulnerability_exposure_score[gte]",
            "vulnerability_summary.vulnerability_exposure_score[lte]"
        ),
    ]);

    private static Func<Workload, bool> Among(string[] modes) => workload => modes.Contains(workload.EnforcementMode);

    private static VenView? View(Pce pce, Workload workload) => workload.Managed ? new VenView(pce, workload) : null;
}
