using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.IpLists;

namespace Shield.PceSimulator.Traffic;

/// <summary><c>/sim/v1/contacts</c>: who talks to whom; more of them; nobody at all.</summary>
internal static class ContactEndpoints
{
    private const string Schema = "contacts";

    private static readonly string[] Properties = ["from", "to", "proto", "port", "at", "every_seconds", "connections", "name"];

    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce));

    public static Answer Add(Pce pce, Call call)
    {
        if (call.Body is not { ValueKind: JsonValueKind.Array } contacts)
        {
            throw Body.Mismatch("#/", call.Body, "array", Schema);
        }

        pce.Traffic.Add([.. contacts.EnumerateArray().Select((item, index) => Read(pce, item, $"#/{index}"))]);
        return Answer.Created(Write(pce));
    }

    public static Answer Clear(Pce pce, Call call)
    {
        pce.Traffic.Clear();
        return Answer.NoContent;
    }

    private static Contact Read(Pce pce, JsonElement item, string where)
    {
        var body = Body.Closed(item, Schema, where, Properties).Require("from", "to", "port");
        var every = body.Number("every_seconds", 1, int.MaxValue);
        return new Contact
        {
            From = End(pce, body, "from"),
            To = End(pce, body, "to"),
            Protocol = body.Number("proto", 0, 255) ?? 6,
            Port = body.Number("port", 0, 65_535)!.Value,
            At = Time(body) ?? pce.Now,
            Every = every is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Connections = body.Number("connections", 1, int.MaxValue) ?? 1,
            Name = body.Text("name"),
        };
    }

    private static string End(Pce pce, Body body, string name)
    {
        var text = body.Text(name)!;
        return Interval.TryParseAddress(text, out _, out _) || pce.Workloads.FindByHostname(text) is not null
            ? text
            : throw Refusal.Invalid($"The property '{body.At(name)}' is neither an IP address nor the hostname of a workload: {text}");
    }

    private static DateTimeOffset? Time(Body body) =>
        body.Text("at") switch
        {
            null => null,
            { } text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
            { } text => throw Refusal.Invalid($"The property '{body.At("at")}' is no date: {text}"),
        };

    private static JsonArray Write(Pce pce) =>
        new([
            .. pce.Traffic.Contacts.Select(contact => new JsonObject
            {
                ["from"] = contact.From,
                ["to"] = contact.To,
                ["proto"] = contact.Protocol,
                ["port"] = contact.Port,
                ["at"] = Stamp.Text(contact.At),
                ["every_seconds"] = contact.Every is { } every ? (int)every.TotalSeconds : null,
                ["connections"] = contact.Connections,
                ["name"] = contact.Name,
            }),
        ]);
}
