using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Faults;

/// <summary>A fault script as text: a JSON array of rules, described in docs/simulator.md.</summary>
public static class FaultJson
{
    private const string Schema = "fault_script";
    private const int LongestWait = 3_600_000;

    private static readonly string[] Kinds =
    [
        "latency",
        "too_many_requests",
        "server_error",
        "reset",
        "stale_read",
        "truncated",
        "database_lock",
        "another_administrator",
    ];

    /// <exception cref="FormatException">Says what is wrong, and where.</exception>
    public static ImmutableArray<FaultRule> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or Refusal)
        {
            throw new FormatException(error.Message, error);
        }
    }

    internal static ImmutableArray<FaultRule> Read(JsonElement? script) =>
        script is { ValueKind: JsonValueKind.Array } rules
            ? [.. rules.EnumerateArray().Select((rule, index) => Rule(rule, $"#/{index}"))]
            : throw Body.Mismatch("#/", script, "array", Schema);

    internal static JsonObject Write(ArmedFault armed) =>
        new()
        {
            ["method"] = armed.Rule.Method,
            ["path"] = armed.Rule.Path,
            ["effect"] = armed.Rule.Effect.Kind,
            ["fitted"] = armed.Fitted,
            ["happened"] = armed.Happened,
        };

    private static FaultRule Rule(JsonElement element, string where)
    {
        var rule = Body.Closed(element, Schema, where, ["match", "from", "count", "probability", "seed", "effect"]).Require("effect");
        var match = rule.Get("match") is { } given ? Body.Closed(given, Schema, rule.At("match"), ["method", "path", "by"]) : null;
        return new FaultRule
        {
            Method = match?.OneOf("method", "GET", "POST", "PUT", "DELETE"),
            Path = match?.Text("path"),
            By = match?.Text("by"),
            From = rule.Number("from", 1, int.MaxValue) ?? 1,
            Count = rule.Number("count", 1, int.MaxValue),
            Probability = rule.Fraction("probability") ?? 1,
            Seed = rule.Number("seed", int.MinValue, int.MaxValue) ?? 0,
            Effect = Effect(rule.Get("effect"), rule.At("effect")),
        };
    }

    private static Fault Effect(JsonElement? element, string where)
    {
        switch (Body.Open(element, Schema, where).Require("kind").OneOf("kind", Kinds))
        {
            case "latency":
                var latency = Of("milliseconds", "when").Require("milliseconds");
                return new Fault.Latency(
                    TimeSpan.FromMilliseconds(latency.Number("milliseconds", 0, LongestWait)!.Value),
                    When(latency, "before", "after")
                );
            case "too_many_requests":
                return new Fault.TooManyRequests(Of("retry_after").Number("retry_after", 0, int.MaxValue));
            case "server_error":
                return new Fault.ServerError(Of("status").Require("status").Number("status", 500, 504)!.Value);
            case "reset":
                return new Fault.Reset(When(Of("when").Require("when"), "before", "after", "midway"));
            case "stale_read":
                return new Fault.StaleRead(Of("changes").Number("changes", 1, int.MaxValue) ?? 1);
            case "truncated":
                var truncated = Of("rows", "headers").Require("rows");
                return new Fault.Truncated(truncated.Number("rows", 0, int.MaxValue)!.Value, Headers(truncated));
            case "database_lock":
                Of();
                return new Fault.DatabaseLock();
            default:
                return Administrator(
                    Of("list", "when", "add", "remove", "name", "description", "delete", "provision", "message", "by").Require("list")
                );
        }

        Body Of(params string[] known) => Body.Closed(element, Schema, where, ["kind", .. known]);
    }

    private static Fault.AnotherAdministrator Administrator(Body body) =>
        new(body.Text("list")!)
        {
            When = When(body, "before", "after"),
            Add = Ranges(body, "add"),
            Remove = Ranges(body, "remove"),
            Name = body.Text("name"),
            Description = body.Text("description"),
            Delete = body.Flag("delete") ?? false,
            Provision = body.Flag("provision") ?? false,
            Message = body.Text("message"),
            By = body.Text("by") ?? "/users/77",
        };

    private static ImmutableArray<string> Ranges(Body body, string name) =>
        [
            .. (body.Items(name) ?? []).Select(item =>
                item.Value.ValueKind is JsonValueKind.String
                    ? item.Value.GetString()!
                    : throw Body.Mismatch(item.Where, item.Value, "string", Schema)
            ),
        ];

    private static Moment When(Body body, params string[] allowed) =>
        body.OneOf("when", allowed) switch
        {
            "after" => Moment.After,
            "midway" => Moment.Midway,
            _ => Moment.Before,
        };

    private static CountHeaders Headers(Body body) =>
        body.OneOf("headers", "honest", "deceiving", "absent") switch
        {
            "deceiving" => CountHeaders.Deceiving,
            "absent" => CountHeaders.Absent,
            _ => CountHeaders.Honest,
        };
}
