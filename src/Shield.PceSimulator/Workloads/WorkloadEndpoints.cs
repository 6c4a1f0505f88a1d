using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Workloads;

/// <summary>
/// Workloads: reading with filters (docs/pce.md#16-workloads), unmanaged ones by POST, enforcement mode and labels by PUT.
/// </summary>
internal static class WorkloadEndpoints
{
    public static Answer List(Pce pce, Call call)
    {
        var (hostname, name, address, mode) = (
            call.Query("hostname"),
            call.Query("name"),
            call.Query("ip_address"),
            call.Query("enforcement_mode")
        );
        var (managed, online) = (call.QueryFlag("managed"), call.QueryFlag("online"));
        var (health, state, updates) = (
            call.Query("policy_health"),
            call.Query("security_policy_sync_state"),
            call.Query("security_policy_update_mode")
        );
        var (from, to) = (call.QueryTime("last_heartbeat_on[gte]"), call.QueryTime("last_heartbeat_on[lte]"));
        var (ven, fqdn) = (call.Query("ven"), call.Query("agent.active_pce_fqdn"));
        var isAboutVens = (health ?? state ?? updates ?? ven ?? fqdn) is not null || (from ?? to) is not null;
        var labels = Labels(call);
        return Collection.Of(
            pce,
            call,
            pce.Workloads.All,
            workload =>
                Collection.Contains(workload.Hostname, hostname)
                && Collection.Contains(workload.Name, name)
                && Collection.Equals(workload.EnforcementMode, mode)
                && (
                    !isAboutVens
                    || (
                        workload.Managed
                        && new VenView(pce, workload) is var view
                        && Collection.Equals(view.PolicyHealth, health)
                        && Collection.Equals(view.SyncState, state)
                        && Collection.Equals(view.UpdateMode, updates)
                        && Collection.Equals(WorkloadJson.VenHref(pce, workload), ven)
                        && Collection.Equals(Node.NodeEndpoints.Fqdn, fqdn)
                        && (from is null || view.LastHeartbeat >= from)
                        && (to is null || view.LastHeartbeat <= to)
                    )
                )
                && (managed is null || workload.Managed == managed)
                && (online is null || workload.Online == online)
                && (address is null || workload.Addresses.Any(each => Collection.Contains(each, address)))
                && (labels is null || labels.Any(all => all.All(href => workload.Labels.Any(label => pce.Org.Label(label) == href)))),
            workload => WorkloadJson.Write(pce, workload)
        );
    }

    public static Answer Get(Pce pce, Call call) => Answer.Ok(WorkloadJson.Write(pce, Find(pce, call)));

    public static Answer Create(Pce pce, Call call)
    {
        var body = WorkloadBody.Read(call.Body, "workloads_post");
        if (!body.Has("name") && !body.Has("hostname"))
        {
            body.Require("name");
        }

        var blank = new Workload
        {
            Id = pce.NextWorkloadId(),
            Name = "",
            Hostname = "",
            Created = call.Stamp,
            Updated = call.Stamp,
        };
        var workload = WorkloadBody.ApplyTo(pce, blank, body);
        pce.Workloads.Put(workload);
        return Answer.Created(WorkloadJson.Write(pce, workload));
    }

    public static Answer Update(Pce pce, Call call)
    {
        var body = WorkloadBody.Read(call.Body, "workloads_put");
        pce.Workloads.Put(WorkloadBody.ApplyTo(pce, Find(pce, call), body) with { Updated = call.Stamp });
        return Answer.NoContent;
    }

    public static Answer Delete(Pce pce, Call call)
    {
        pce.Workloads.Remove(Find(pce, call));
        return Answer.NoContent;
    }

    private static Workload Find(Pce pce, Call call) =>
        (Guid.TryParse(call.Route("id"), out var id) ? pce.Workloads.Find(id) : null) ?? throw Refusal.NotFound();

    /// <summary>The filter <c>labels</c>: JSON text, a list of lists of hrefs; within one all, of several any.</summary>
    private static string[][]? Labels(Call call)
    {
        if (call.Query("labels") is not { } text)
        {
            return null;
        }

        try
        {
            return [.. JsonNode.Parse(text)!.AsArray().Select(all => all!.AsArray().Select(href => (string)href!).ToArray())];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw Refusal.Invalid($"The query parameter labels is not a list of lists of hrefs: {text}"); // unknown: strict
        }
    }
}
