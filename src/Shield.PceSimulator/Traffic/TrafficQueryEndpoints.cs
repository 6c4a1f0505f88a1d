using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Traffic;

/// <summary>
/// <c>…/traffic_flows/async_queries</c> (docs/pce.md#21-traffic): post a query, look until it is <c>completed</c>, download its rows.
/// </summary>
internal static class TrafficQueryEndpoints
{
    public static Answer Post(Pce pce, Call call)
    {
        var query = new FlowQuery(pce, call.Body);
        var rows = query.Run(pce);
        var posted = pce.TrafficQueries.Start(
            pce,
            call,
            new JsonArray([.. rows.Take(query.MaxResults).Select(row => FlowJson.Write(pce, row))]),
            rows.Length
        );
        var json = posted.Write();
        return new Answer(202, json) { Headers = [("Content-Location", ((string)json["href"]!).Split('/')[^1])] };
    }

    /// <summary>The caller's own queries.</summary>
    public static Answer List(Pce pce, Call call) => Collection.Of(pce, call, pce.TrafficQueries.Of(call.User), query => query.Look());

    public static Answer Get(Pce pce, Call call) => Answer.Ok(pce.TrafficQueries.Find(call).Look());

    /// <summary>unknown: strict. Before it is complete there is nothing to download.</summary>
    public static Answer Download(Pce pce, Call call) => Answer.Ok(pce.TrafficQueries.Find(call).Rows ?? throw Refusal.NotFound());

    /// <summary>Cancels a query that is under way. unknown: strict. Its body, and that any other is refused.</summary>
    public static Answer Cancel(Pce pce, Call call)
    {
        Body.Closed(call.Body, "traffic_flows_async_queries_put", "status").Require("status").OneOf("status", "cancel_requested");
        var query = pce.TrafficQueries.Find(call);
        if (!query.IsUnderWay)
        {
            throw Refusal.NotAcceptable("query_not_under_way", $"A query that is {query.Status} cannot be cancelled");
        }

        query.Cancel();
        return Answer.NoContent;
    }

    public static Answer Delete(Pce pce, Call call)
    {
        pce.TrafficQueries.Find(call);
        pce.TrafficQueries.Remove(call);
        return Answer.NoContent;
    }
}
