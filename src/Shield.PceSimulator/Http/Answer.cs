using System.Globalization;
using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Http;

/// <summary>What goes back: a status, perhaps a JSON body, perhaps headers.</summary>
internal sealed record Answer(int Status, JsonNode? Body)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A body that is not the PCE's own but of what stands before it; null: none.</summary>
    public string? Html { get; init; }

    public static Answer Ok(JsonNode body) => new(200, body);

    public static Answer Created(JsonNode body) => new(201, body);

    public static Answer NoContent { get; } = new(204, null);

    public static Answer Of(Refusal refusal) =>
        new(
            refusal.Status,
            refusal.Token is null ? null : new JsonArray(new JsonObject { ["token"] = refusal.Token, ["message"] = refusal.Message })
        )
        {
            Headers = refusal.RetryAfter is { } seconds ? [("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))] : [],
        };
}
