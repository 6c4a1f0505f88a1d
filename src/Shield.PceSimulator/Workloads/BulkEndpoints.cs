using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Workloads;

/// <summary>
/// Many workloads at once (docs/pce.md#16-workloads): 200 with an array, though the OpenAPI document says 204. Each element stands for
/// itself: what is wrong with one does not stop the others (unknown: strict).
/// </summary>
internal static class BulkEndpoints
{
    private const int Most = 1000;

    public static Answer Create(Pce pce, Call call) =>
        Each(call, "workloads_bulk_create_put", (item, where) => Entry(pce, WorkloadEndpoints.Make(pce, call, item, where), "created"));

    public static Answer Update(Pce pce, Call call) =>
        Each(
            call,
            "workloads_bulk_update_put",
            (item, where) =>
            {
                var body = WorkloadBody.Read(item, "workloads_put", where, "href").Require("href");
                var workload = Find(pce, body.Text("href")!);
                pce.Workloads.Put(WorkloadBody.ApplyTo(pce, workload, body) with { Updated = call.Stamp });
                return Entry(pce, workload, "updated");
            }
        );

    /// <summary>Lists what could not be deleted, and nothing else.</summary>
    public static Answer Delete(Pce pce, Call call) =>
        Each(
            call,
            "workloads_bulk_delete_put",
            (item, where) =>
            {
                var href = Body.Closed(item, "workloads_bulk_delete_put", where, ["href"]).Require("href").Text("href")!;
                pce.Workloads.Remove(Find(pce, href), call.Now);
                return null;
            }
        );

    private static Answer Each(Call call, string schema, Func<JsonElement, string, JsonObject?> change)
    {
        if (call.Body is not { ValueKind: JsonValueKind.Array } items)
        {
            throw Body.Mismatch("#/", call.Body, "array", schema);
        }

        if (items.GetArrayLength() > Most)
        {
            throw Refusal.Invalid($"The property '#/' had more items than the allowed {Most} in schema {schema}.schema.json");
        }

        var answer = new JsonArray();
        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            if (OneOf(item, $"#/{index++}", change) is { } entry)
            {
                answer.Add((JsonNode)entry);
            }
        }

        return Answer.Ok(answer);
    }

    private static JsonObject? OneOf(JsonElement item, string where, Func<JsonElement, string, JsonObject?> change)
    {
        try
        {
            return change(item, where);
        }
        catch (Refusal refusal)
        {
            var failed = new JsonObject();
            if (
                item.ValueKind is JsonValueKind.Object
                && item.TryGetProperty("href", out var href)
                && href.ValueKind is JsonValueKind.String
            )
            {
                failed["href"] = href.GetString();
            }

            failed["errors"] = new JsonArray(new JsonObject { ["token"] = refusal.Token, ["message"] = refusal.Message });
            return failed;
        }
    }

    private static Workload Find(Pce pce, string href) =>
        pce.Workloads.Find(pce.Org, href) ?? throw Refusal.NotAcceptable("not_found_error", "Not found");

    private static JsonObject Entry(Pce pce, Workload workload, string status) =>
        new() { ["href"] = pce.Org.Workload(workload.Id), ["status"] = status };
}
