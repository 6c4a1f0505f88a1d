using System.Globalization;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.State;

/// <summary>A request that changed something: all that is needed to ask it again. No key and no secret.</summary>
/// <param name="Href">Relative to <c>/api/v2</c>.</param>
internal sealed record KeptRequest(DateTimeOffset At, string By, string Username, string Method, string Href, string? Body)
{
    public ApiUser User =>
        new()
        {
            Key = "",
            Secret = "",
            Href = By,
            Username = Username,
        };

    /// <summary>Jobs and traffic queries do not survive, and a POST that only asks changes nothing.</summary>
    public static bool IsKept(Call call) =>
        call.Method is not "GET"
        && !call.OnlyAsks
        && !call.Path.Contains("/jobs/", StringComparison.Ordinal)
        && !call.Path.EndsWith("/dependencies", StringComparison.Ordinal)
        && !call.Path.EndsWith("/sec_policy/impact", StringComparison.Ordinal);

    public static KeptRequest Of(Call call) =>
        new(call.Now, call.User.Href, call.User.Username, call.Method, call.Path["/api/v2".Length..], call.Body?.GetRawText());

    public static KeptRequest Read(JsonNode line) =>
        new(
            Time(line["at"]),
            Text(line, "by"),
            Text(line, "username"),
            Text(line, "method"),
            Text(line, "href"),
            line["body"]?.ToJsonString()
        );

    public static DateTimeOffset Time(JsonNode? text) =>
        DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public JsonObject Write() =>
        new()
        {
            ["at"] = At.ToString("O", CultureInfo.InvariantCulture),
            ["by"] = By,
            ["username"] = Username,
            ["method"] = Method,
            ["href"] = Href,
            ["body"] = Body is null ? null : JsonNode.Parse(Body),
        };

    private static string Text(JsonNode line, string name) => (string?)line[name] ?? throw new FormatException($"{name} is missing");
}
