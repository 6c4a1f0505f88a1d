using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Traffic;

/// <summary>A query that was posted, with what it found. Its status moves on each time somebody looks: the answer takes a while.</summary>
internal sealed class TrafficQuery(string href, string by, string parameters, DateTimeOffset created, string rows, int matches, int flows)
{
    private static readonly string[] Progress = ["queued", "working", "completed"];

    private int _looks;
    private bool _cancelled;

    public string By => by;

    public bool IsUnderWay => Status is "queued" or "working";

    public string Status => _cancelled ? "cancelled" : Progress[Math.Min(_looks, Progress.Length - 1)];

    /// <summary>Null until it is complete.</summary>
    public JsonNode? Rows => Status is "completed" ? JsonNode.Parse(rows) : null;

    public void Cancel() => _cancelled = true;

    /// <summary>As it is when somebody looks.</summary>
    public JsonObject Look()
    {
        _looks++;
        return Write();
    }

    public JsonObject Write()
    {
        var json = new JsonObject
        {
            ["href"] = href,
            ["status"] = Status,
            ["created_by"] = new JsonObject { ["href"] = by },
            ["query_parameters"] = JsonNode.Parse(parameters),
            ["created_at"] = Stamp.Text(created),
            ["updated_at"] = Stamp.Text(created),
        };
        if (Status is "completed")
        {
            json["matches_count"] = matches;
            json["flows_count"] = flows;
            json["result"] = $"{href}/download";
        }

        return json;
    }
}
