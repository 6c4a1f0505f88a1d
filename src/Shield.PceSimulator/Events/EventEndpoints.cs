using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Events;

/// <summary>Newest first, 100 unless more are asked for, 10,000 at most (docs/pce.md#18-events).</summary>
internal static class EventEndpoints
{
    private const int Usual = 100;
    private const int Most = 10_000;

    public static Answer List(Pce pce, Call call)
    {
        var (type, severity, status, by) = (
            call.Query("event_type"),
            call.Query("severity"),
            call.Query("status"),
            call.Query("created_by")
        );
        var (from, to) = (call.QueryTime("timestamp[gte]"), call.QueryTime("timestamp[lte]"));
        var most = Math.Min(call.QueryNumber("max_results") ?? Usual, Most);
        LoggedEvent[] matched =
        [
            .. pce.Events.NewestFirst.Where(each =>
                Collection.Equals(each.Type, type)
                && Collection.Equals(each.Severity, severity)
                && Collection.Equals(each.Status, status)
                && (by is null || (each.By?.Href ?? each.AgentHref ?? "system") == by)
                && (from is null || each.At >= from)
                && (to is null || each.At <= to)
            ),
        ];
        return Collection.Of(pce, call, pce.Events.Count, matched, most, each => Write(pce, each));
    }

    public static Answer Get(Pce pce, Call call) =>
        Answer.Ok(
            Write(pce, pce.Events.NewestFirst.FirstOrDefault(each => each.Id.ToString() == call.Route("id")) ?? throw Refusal.NotFound())
        );

    private static JsonObject Write(Pce pce, LoggedEvent each) =>
        new()
        {
            ["href"] = $"{pce.Org.Root}/events/{each.Id}",
            ["timestamp"] = Stamp.Text(each.At),
            ["pce_fqdn"] = Node.NodeEndpoints.Fqdn,
            ["created_by"] = each.WriteAuthor(),
            ["event_type"] = each.Type,
            ["status"] = each.Status,
            ["severity"] = each.Severity,
            ["action"] = each.Action is { } action
                ? new JsonObject
                {
                    ["uuid"] = each.Id.ToString(),
                    ["api_endpoint"] = action.Endpoint,
                    ["api_method"] = action.Method,
                    ["http_status_code"] = action.Status,
                    ["src_ip"] = action.SourceIp,
                }
                : null,
            ["resource_changes"] = each.Change is { } change ? new JsonArray(change()) : new JsonArray(),
            ["notifications"] = new JsonArray([
                .. each.Notifications.Select((notification, index) => notification.Write(pce, each, index)),
            ]),
        };
}
