using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Http;

/// <summary>
/// Asynchronous GETs (docs/pce.md#4-collections): a job, done at once, whose result is a data file. Its hrefs are relative.
/// </summary>
internal sealed class JobBook
{
    private const int MaxJobs = 100;

    private readonly OrderedDictionary<string, (JsonObject Job, string Rows)> _jobs = [];

    /// <returns>The href of the job.</returns>
    public string Start(Org org, Call call, JsonArray rows)
    {
        var id = Guid.NewGuid().ToString();
        var href = $"{org.Root}/jobs/{id}";
        if (_jobs.Count == MaxJobs)
        {
            _jobs.RemoveAt(0);
        }

        _jobs[id] = (
            new JsonObject
            {
                ["href"] = href,
                ["job_type"] = ":illumio/async_requests",
                ["description"] = call.Path["/api/v2".Length..],
                ["result"] = new JsonObject { ["href"] = $"{org.Root}/datafiles/{id}" },
                ["status"] = "done",
                ["requested_at"] = Stamp.Text(call.Now),
                ["requested_by"] = call.Stamp.ByHref,
                ["terminated_at"] = Stamp.Text(call.Now),
            },
            rows.ToJsonString()
        );
        return href;
    }

    public Answer Get(Call call) => Answer.Ok(Find(call).Job.DeepClone());

    public Answer Data(Call call) => Answer.Ok(JsonNode.Parse(Find(call).Rows)!);

    public Answer Delete(Call call)
    {
        Find(call);
        _jobs.Remove(call.Route("id"));
        return Answer.NoContent;
    }

    private (JsonObject Job, string Rows) Find(Call call) =>
        _jobs.TryGetValue(call.Route("id"), out var job) ? job : throw Refusal.NotFound();
}
