using System.Globalization;
using System.Text.Json.Nodes;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Reach;

namespace Shield.PceSimulator.Traffic;

/// <summary>
/// A row as it is downloaded (schema traffic_flows_async_queries_download_get). Its workloads are shown as they are now. Draft decisions
/// and rules are absent: a PCE adds them only when asked to (docs/pce.md#21-traffic).
/// </summary>
internal static class FlowJson
{
    public static JsonObject Write(Pce pce, ObservedFlow row)
    {
        var json = new JsonObject
        {
            ["src"] = End(pce, row.Flow.Source, null),
            ["dst"] = End(pce, row.Flow.Destination, row.Name),
            ["service"] = new JsonObject { ["port"] = row.Flow.Port ?? 0, ["proto"] = row.Flow.Protocol },
            ["num_connections"] = row.Connections,
            ["policy_decision"] = row.Report.Decision,
            ["flow_direction"] = row.Inbound ? "inbound" : "outbound",
            ["timestamp_range"] = new JsonObject { ["first_detected"] = Text(row.First), ["last_detected"] = Text(row.Last) },
            ["dst_bi"] = 0,
            ["dst_bo"] = 0,
            ["caps"] = new JsonArray(),
            ["client_type"] = "server",
        };
        if (row.Report.Boundary is { } boundary)
        {
            json["boundary_decision"] = boundary;
        }

        // Blocked TCP is never more than new; of blocked UDP there is no state (docs/pce.md#21-traffic).
        if (row.Report.Decision is not "blocked")
        {
            json["state"] = "closed";
        }
        else if (row.Flow.Protocol is 6)
        {
            json["state"] = "new";
        }

        return json;
    }

    private static JsonObject End(Pce pce, Party party, string? name)
    {
        var json = new JsonObject { ["ip"] = Interval.Spell(party.Family, party.Address) };
        if (party.Workload is { } workload)
        {
            json["workload"] = new JsonObject
            {
                ["href"] = pce.Org.Workload(workload.Id),
                ["hostname"] = workload.Hostname,
                ["name"] = workload.Name,
                ["os_type"] = workload.Managed ? "linux" : "unknown",
                ["enforcement_mode"] = workload.EnforcementMode,
                ["labels"] = new JsonArray([.. workload.Labels.Select(id => new JsonObject { ["href"] = pce.Org.Label(id) })]),
                ["managed"] = workload.Managed,
            };
        }
        else
        {
            json["ip_lists"] = new JsonArray([.. Lists(pce, party)]);
        }

        if (name is not null)
        {
            json["fqdn_name"] = name;
        }

        return json;
    }

    /// <summary>The draft lists that hold the address.</summary>
    private static IEnumerable<JsonObject> Lists(Pce pce, Party party) =>
        from draft in pce.Policy.Draft.Values
        where draft.Deleted is null && draft.Object is IpList list && list.Matches(party.Family, party.Address)
        select new JsonObject { ["href"] = pce.Org.Of("draft", draft.Object.Key), ["name"] = draft.Object.Name };

    /// <summary>To the second, as in recorded answers.</summary>
    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
