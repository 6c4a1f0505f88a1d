using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Services;

/// <summary>
/// "All Services" is the system's own (docs/pce.md#10-rules). The properties of a body are those that Illumio's Terraform provider sends
/// and those of common/service_protocol_def; names need not be unique, as that provider says.
/// </summary>
internal sealed class ServiceEndpoints : PolicyCollection<Service>
{
    private static readonly int[] Protocols = [-1, 1, 2, 4, 6, 17, 47, 58, 94];

    protected override PolicyKind Kind => PolicyKind.Services;

    protected override string Title => "Service";

    protected override string[] Properties => ["process_name", "service_ports", "windows_services"];

    protected override (string Token, string Message)? NameIsTaken => null;

    public static JsonArray Ports(Service service) => new([.. service.Ports.Select(Write)]);

    protected override Service Blank(Stamp now) =>
        new()
        {
            Id = 0,
            Name = "",
            Ports = [],
            Created = now,
            Updated = now,
        };

    protected override Service ApplyTo(Pce pce, Call call, Service before, Body body, string schema)
    {
        if (body.Items("windows_services") is { Count: > 0 })
        {
            throw Refusal.NotSimulated("windows_services");
        }

        var changed = before with
        {
            ProcessName = body.Has("process_name") ? body.NullableText("process_name") : before.ProcessName,
            Ports = body.Items("service_ports") is { } ports ? [.. ports.Select(item => Port(item.Value, item.Where))] : before.Ports,
        };
        return changed.Ports is not []
            ? changed
            // minItems 1, of service_ports_v2
            : throw Refusal.Invalid("The property '#/service_ports' did not contain a minimum number of items 1");
    }

    protected override IEnumerable<Filter<PolicyReading.Seen<Service>>> Filters =>
        [
            .. base.Filters,
            ServicePorts.ByPort<Service>("port", (_, service) => service.Ports),
            ServicePorts.ByProtocol<Service>("proto", (_, service) => service.Ports),
            // Nothing here is computed to be open to ransomware.
            Filter.Flag<PolicyReading.Seen<Service>>("is_ransomware", (_, _) => false),
            .. Filter.NotBuilt<PolicyReading.Seen<Service>>("include_ransomware_protection_percent"),
        ];

    protected override JsonObject Write(Pce pce, PolicyReading.Seen<Service> seen)
    {
        var json = PolicyReading.Head(pce, seen);
        json["description"] = seen.Object.Description;
        json["description_url"] = null;
        json["process_name"] = seen.Object.ProcessName;
        json["service_ports"] = Ports(seen.Object);
        return json;
    }

    public static ServicePort Port(JsonElement item, string where)
    {
        const string schema = "service_protocol_def";
        var body = Body.Closed(item, schema, where, ["proto", "port", "to_port", "icmp_type", "icmp_code"]).Require("proto");
        var port = new ServicePort(body.Number("proto", -1, 255)!.Value, body.Number("port", 0, 65_535), body.Number("to_port", 0, 65_535))
        {
            IcmpType = Icmp(body, "icmp_type", 255),
            IcmpCode = Icmp(body, "icmp_code", 15),
        };

        // unknown: strict. Illumio's own provider refuses these before it asks; how a PCE does was never seen.
        var fits =
            Protocols.Contains(port.Protocol)
            && port.Protocol switch
            {
                6 or 17 => port is { IcmpType: null, IcmpCode: null } && (port.ToPort is null || port.Port < port.ToPort),
                1 or 58 => port is { Port: null, ToPort: null } && (port.IcmpCode is null || port.IcmpType is not null),
                _ => port is { Port: null, ToPort: null, IcmpType: null, IcmpCode: null },
            };
        return fits ? port : throw Refusal.Invalid($"The property '{where}' is no service port in schema {schema}.schema.json");
    }

    private static int? Icmp(Body body, string name, int greatest) =>
        body.Get(name) is { ValueKind: JsonValueKind.Null } ? null : body.Number(name, 0, greatest);

    public static JsonObject Write(ServicePort port)
    {
        var json = new JsonObject { ["proto"] = port.Protocol };
        foreach (
            var (name, value) in new[]
            {
                ("port", port.Port),
                ("to_port", port.ToPort),
                ("icmp_type", port.IcmpType),
                ("icmp_code", port.IcmpCode),
            }
        )
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }
}
