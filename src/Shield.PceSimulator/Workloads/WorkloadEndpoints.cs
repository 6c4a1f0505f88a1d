using System.Text.Json;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Workloads;

/// <summary>
/// Workloads: reading with filters (docs/pce.md#16-workloads), unmanaged ones by POST, enforcement mode and labels by PUT.
/// </summary>
internal static class WorkloadEndpoints
{
    public static Answer List(Pce pce, Call call) =>
        Collection.Of(
            pce,
            call,
            call.QueryFlag("include_deleted") ? [.. pce.Workloads.All, .. pce.Workloads.Deleted] : pce.Workloads.All,
            WorkloadFilters.All,
            workload => WorkloadJson.Write(pce, workload)
        );

    public static Answer Get(Pce pce, Call call) => Answer.Ok(WorkloadJson.Write(pce, Find(pce, call)));

    public static Answer Create(Pce pce, Call call) => Answer.Created(WorkloadJson.Write(pce, Make(pce, call, call.Body, "#/")));

    /// <summary>A new unmanaged workload.</summary>
    public static Workload Make(Pce pce, Call call, JsonElement? element, string where)
    {
        var body = WorkloadBody.Read(element, "workloads_post", where);
        if (!body.Has("name") && !body.Has("hostname"))
        {
            body.Require("name");
        }

        var blank = new Workload
        {
            Id = Guid.Empty,
            Name = "",
            Hostname = "",
            Created = call.Stamp,
            Updated = call.Stamp,
        };
        var workload = WorkloadBody.ApplyTo(pce, blank, body) with { Id = pce.NextWorkloadId() };
        pce.Workloads.Put(workload);
        return workload;
    }

    public static Answer Update(Pce pce, Call call)
    {
        var body = WorkloadBody.Read(call.Body, "workloads_put");
        pce.Workloads.Put(WorkloadBody.ApplyTo(pce, Find(pce, call), body) with { Updated = call.Stamp });
        return Answer.NoContent;
    }

    public static Answer Delete(Pce pce, Call call)
    {
        pce.Workloads.Remove(Find(pce, call), call.Now);
        return Answer.NoContent;
    }

    private static Workload Find(Pce pce, Call call) =>
        (Guid.TryParse(call.Route("id"), out var id) ? pce.Workloads.Find(id) : null) ?? throw Refusal.NotFound();
}
