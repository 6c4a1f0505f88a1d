using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Events;

/// <summary>What else an event tells (docs/pce.md#18-events). The keys of <c>info</c> are unknown.</summary>
internal sealed record Notification(string Type, string Severity, ImmutableArray<(string Name, string Value)> Info)
{
    public JsonObject Write(Pce pce, LoggedEvent of, int index) =>
        new()
        {
            ["href"] = $"{pce.Org.Root}/events/{of.Id}/notifications/{index}",
            ["event"] = $"{pce.Org.Root}/events/{of.Id}",
            ["timestamp"] = Stamp.Text(of.At),
            ["pce_fqdn"] = Node.NodeEndpoints.Fqdn,
            ["created_by"] = of.WriteAuthor(),
            ["notification_type"] = Type,
            ["severity"] = Severity,
            ["info"] = new JsonObject(Info.Select(each => KeyValuePair.Create(each.Name, (JsonNode?)each.Value))),
        };
}
