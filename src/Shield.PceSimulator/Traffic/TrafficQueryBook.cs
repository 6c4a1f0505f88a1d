using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Traffic;

/// <summary>The traffic queries that were posted, newest last. Like jobs they do not survive a start.</summary>
internal sealed class TrafficQueryBook
{
    private const int MostQueries = 100;

    private readonly OrderedDictionary<string, TrafficQuery> _queries = [];

    public IEnumerable<TrafficQuery> Of(ApiUser user) => _queries.Values.Where(query => query.By == user.Href);

    public TrafficQuery Find(Call call) =>
        _queries.TryGetValue(call.Route("id"), out var query) && query.By == call.User.Href ? query : throw Refusal.NotFound();

    public TrafficQuery Start(Pce pce, Call call, JsonArray rows, int matches)
    {
        var id = Guid.NewGuid().ToString();
        if (_queries.Count == MostQueries)
        {
            _queries.RemoveAt(0);
        }

        return _queries[id] = new TrafficQuery(
            $"{pce.Org.Root}/traffic_flows/async_queries/{id}",
            call.User.Href,
            call.Body!.Value.GetRawText(),
            call.Now,
            rows.ToJsonString(),
            matches,
            rows.Count
        );
    }

    public void Remove(Call call) => _queries.Remove(call.Route("id"));
}
