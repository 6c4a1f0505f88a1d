using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;

namespace Shield.PceSimulator.Workloads;

/// <summary>
/// <c>GET …/vens</c> (docs/pce.md#16-workloads), without its expanded representations: the times of the policy and the enforcement
/// mode stand in workloads only.
/// </summary>
internal static class VenEndpoints
{
    public static Answer List(Pce pce, Call call) =>
        Collection.Of(
            pce,
            call,
            [.. pce.Workloads.All.Where(workload => workload.Managed)],
            VenFilters.All,
            workload => Write(pce, workload)
        );

    public static Answer Get(Pce pce, Call call) =>
        Answer.Ok(
            Write(
                pce,
                (Guid.TryParse(call.Route("id"), out var id) ? pce.Workloads.Find(id) : null) is { Managed: true } workload
                    ? workload
                    : throw Refusal.NotFound()
            )
        );

    private static JsonObject Write(Pce pce, Workload workload)
    {
        var view = new VenView(pce, workload);
        return new JsonObject
        {
            ["href"] = WorkloadJson.VenHref(pce, workload),
            ["name"] = workload.Name,
            ["description"] = workload.Description,
            ["hostname"] = workload.Hostname,
            ["uid"] = workload.Id.ToString(),
            ["os_id"] = workload.Ven.OsId,
            ["os_detail"] = workload.Ven.OsDetail,
            ["os_platform"] = workload.Ven.OsId.Split('-')[0],
            ["version"] = WorkloadJson.VenVersion,
            ["status"] = workload.Ven.Status,
            ["activation_type"] = WorkloadJson.ActivationType,
            ["active_pce_fqdn"] = Node.NodeEndpoints.Fqdn,
            ["target_pce_fqdn"] = null,
            ["labels"] = new JsonArray([.. workload.Labels.Select(label => LabelEndpoints.WriteBrief(pce, pce.Labels.Find(label)!))]),
            ["interfaces"] = WorkloadJson.Interfaces(workload),
            ["workloads"] = new JsonArray(new JsonObject { ["href"] = pce.Org.Workload(workload.Id) }),
            ["container_cluster"] = null,
            ["secure_connect"] = null,
            ["last_heartbeat_at"] = Stamp.Text(view.LastHeartbeat),
            ["last_goodbye_at"] = null,
            ["created_at"] = Stamp.Text(workload.Created.At),
            ["created_by"] = workload.Created.ByHref,
            ["updated_at"] = Stamp.Text(workload.Updated.At),
            ["updated_by"] = workload.Updated.ByHref,
            ["conditions"] = workload.Ven.Trouble is { } trouble ? new JsonArray(Condition(trouble, view)) : new JsonArray(),
            ["ven_type"] = "server",
        };
    }

    private static JsonObject Condition((string Type, string Severity) trouble, VenView view) =>
        new()
        {
            ["first_reported_timestamp"] = Stamp.Text(view.LastHeartbeat),
            ["latest_event"] = new JsonObject
            {
                ["notification_type"] = trouble.Type,
                ["severity"] = trouble.Severity,
                ["timestamp"] = Stamp.Text(view.LastHeartbeat),
                ["info"] = new JsonObject(),
            },
        };
}
