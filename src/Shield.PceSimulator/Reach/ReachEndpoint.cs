using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Reach;

/// <summary>
/// <c>GET /sim/v1/reach?from=…&amp;to=…&amp;port=…&amp;proto=…</c>: what the firewalls do, each with the version that its host applied.
/// </summary>
internal static class ReachEndpoint
{
    public static Answer Get(Pce pce, Call call)
    {
        var (source, destination) = (Read(pce, call, "from"), Read(pce, call, "to"));
        var protocol = Protocol(call);
        var port = protocol is 6 or 17 || call.Query("port") is not null ? Number(call, "port", 65535) : (int?)null;
        if (source.Workload is null && destination.Workload is null)
        {
            throw Bad("neither from nor to is a workload of this PCE");
        }

        var verdict = new TruthTable(pce).Ask(new Flow(source, destination, protocol, port));
        return Answer.Ok(
            new JsonObject
            {
                ["allowed"] = verdict.Allowed,
                ["decision"] = verdict.Decision,
                ["rule"] =
                    verdict.By is { } by ? RuleSetJson.Href(pce, "active", by.RuleSet, by.Rule)
                    : verdict.Boundary is { } boundary ? pce.Org.Of("active", boundary.Key)
                    : null,
            }
        );
    }

    private static Party Read(Pce pce, Call call, string name)
    {
        var text = call.Query(name) ?? throw Bad($"{name} is missing");
        if (Party.TryOfAddress(pce.Workloads, text, out var party))
        {
            return party;
        }

        if ((pce.Workloads.Find(pce.Org, text) ?? pce.Workloads.FindByHostname(text)) is { } workload)
        {
            return Party.Of(workload);
        }

        return name is "to" && Party.TryOfName(text, out party)
            ? party
            : throw Bad(
                $"{name} is neither an IP address nor the href or hostname of a workload{(name is "to" ? ", nor a domain" : "")}: {text}"
            );
    }

    /// <summary>By number or by name.</summary>
    private static int Protocol(Call call) =>
        call.Query("proto")?.ToLowerInvariant() switch
        {
            "icmp" => 1,
            "tcp" => 6,
            "udp" => 17,
            "icmpv6" => 58,
            _ => Number(call, "proto", 255),
        };

    private static int Number(Call call, string name, int greatest) =>
        int.TryParse(call.Query(name), System.Globalization.NumberStyles.None, null, out var number) && number <= greatest
            ? number
            : throw Bad($"{name} is not a number from 0 to {greatest}: {call.Query(name) ?? "missing"}");

    private static Refusal Bad(string message) => new(400, "bad_request", message);
}
