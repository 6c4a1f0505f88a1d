using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Events;

/// <summary>Newest first, 100 unless more are asked for, 10,000 at most (docs/pce.md#18-events).</summary>
internal static class EventEndpoints
{
    private const int Usual = 100;
    private const int Most = 10_000;

    private static readonly Filters<LoggedEvent> Filters = new([
        Filter.Whole<LoggedEvent>("event_type", (_, each) => each.Type),
        Filter.Whole<LoggedEvent>("severity", (_, each) => each.Severity),
        Filter.Whole<LoggedEvent>("status", (_, each) => each.Status),
        Filter.Whole<LoggedEvent>("created_by", (_, each) => each.By?.Href ?? each.AgentHref ?? "system"),
        Filter.From<LoggedEvent>("timestamp[gte]", (_, each) => each.At),
        Filter.To<LoggedEvent>("timestamp[lte]", (_, each) => each.At),
        Filter.ReadElsewhere<LoggedEvent>("max_results"),
        .. Filter.NotBuilt<LoggedEvent>("timestamp"),
    ]);

    public static Answer List(Pce pce, Call call)
    {
        var most = Math.Min(call.QueryNumber("max_results") ?? Usual, Most);
        LoggedEvent[] matched = [.. pce.Events.NewestFirst.Where(Filters.Read(pce, call))];
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
