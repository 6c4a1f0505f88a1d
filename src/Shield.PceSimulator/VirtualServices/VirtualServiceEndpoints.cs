using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Services;

namespace Shield.PceSimulator.VirtualServices;

/// <summary>Virtual services (docs/pce.md#10-rules): read, made, changed, deleted.</summary>
internal sealed class VirtualServiceEndpoints : PolicyCollection<VirtualService>
{
    protected override PolicyKind Kind => PolicyKind.VirtualServices;

    protected override string Title => "Virtual service";

    protected override string[] Properties => ["labels", "service_ports", "service", "apply_to", "ip_overrides", "service_addresses"];

    /// <summary>unknown: strict. No source tells the token.</summary>
    protected override (string Token, string Message)? NameIsTaken => ("name_must_be_unique", "Name must be unique");

    protected override IEnumerable<Filter<PolicyReading.Seen<VirtualService>>> Filters =>
        [
            .. base.Filters,
            Filter.Hrefs<PolicyReading.Seen<VirtualService>>("labels", (pce, seen) => seen.Object.Labels.Select(pce.Org.Label)),
            Filter.PartOfAny<PolicyReading.Seen<VirtualService>>(
                "service_address.ip",
                (_, seen) => seen.Object.Addresses.Select(address => address.Ip)
            ),
            Filter.PartOfAny<PolicyReading.Seen<VirtualService>>(
                "service_address.fqdn",
                (_, seen) => seen.Object.Addresses.Select(address => address.Fqdn)
            ),
            Filter.Whole<PolicyReading.Seen<VirtualService>>(
                "service",
                (pce, seen) => seen.Object.Service is { } service ? pce.Org.Of(seen.Pversion, service) : null
            ),
            ServicePorts.ByProtocol<VirtualService>("service_ports.proto", (_, service) => service.Ports),
            ServicePorts.ByPort<VirtualService>("service_ports.port", (_, service) => service.Ports),
            .. Filter.NotBuilt<PolicyReading.Seen<VirtualService>>("usage"),
        ];

    protected override VirtualService Blank(Stamp now) =>
        new()
        {
            Id = 0,
            Name = "",
            Created = now,
            Updated = now,
        };

    protected override VirtualService ApplyTo(Pce pce, Call call, VirtualService before, Body body, string schema)
    {
        var changed = before with
        {
            Labels = body.Items("labels") is { } labels
                ? [.. labels.Select(item => LabelHref.Read(pce, Href(item.Value, item.Where, schema)))]
                : before.Labels,
            Ports = body.Items("service_ports") is { } ports
                ? [.. ports.Select(item => ServiceEndpoints.Port(item.Value, item.Where))]
                : before.Ports,
            Service = body.Has("service")
                ? PolicyReading.Existing(pce, Href(body.Get("service")!.Value, body.At("service"), schema), PolicyKind.Services)
                : before.Service,
            ApplyTo = body.OneOf("apply_to", "host_only", "internal_bridge_network") ?? before.ApplyTo,
            IpOverrides = body.Items("ip_overrides") is { } overrides
                ? [.. overrides.Select(item => Override(item.Value, item.Where, schema))]
                : before.IpOverrides,
            Addresses = body.Items("service_addresses") is { } addresses
                ? [.. addresses.Select(item => Address(item.Value, item.Where))]
                : before.Addresses,
        };
        if (before.Id is 0 || (body.Has("service") && body.Has("service_ports")))
        {
            // oneOf, of the schema
            _ =
                (changed.Service is null) == (changed.Ports is [])
                    ? throw Refusal.Invalid($"A virtual service has either service or service_ports in schema {schema}.schema.json")
                    : changed;
        }

        // What was given last stands in the place of the other.
        return body.Has("service") ? changed with { Ports = [] }
            : body.Has("service_ports") ? changed with { Service = null }
            : changed;
    }

    protected override JsonObject Write(Pce pce, PolicyReading.Seen<VirtualService> seen)
    {
        var json = PolicyReading.Head(pce, seen);
        json["description"] = seen.Object.Description;
        json["pce_fqdn"] = null;
        json["labels"] = new JsonArray([.. seen.Object.Labels.Select(label => LabelEndpoints.WriteBrief(pce, pce.Labels.Find(label)!))]);
        if (seen.Object.Service is { } service)
        {
            json["service"] = new JsonObject { ["href"] = pce.Org.Of(seen.Pversion, service) };
        }
        else
        {
            json["service_ports"] = new JsonArray([.. seen.Object.Ports.Select(ServiceEndpoints.Write)]);
        }

        json["service_addresses"] = new JsonArray([.. seen.Object.Addresses.Select(Write)]);
        json["ip_overrides"] = new JsonArray([.. seen.Object.IpOverrides.Select(text => JsonValue.Create(text))]);
        json["apply_to"] = seen.Object.ApplyTo;
        json["caps"] = new JsonArray("write", "provision", "delete");
        return json;
    }

    private static string Href(JsonElement element, string where, string schema) =>
        Body.Open(element, schema, where).Require("href").Text("href")!;

    private static string Override(JsonElement element, string where, string schema) =>
        element.ValueKind is not JsonValueKind.String ? throw Body.Mismatch(where, element, "string", schema)
        : Interval.TryParse(element.GetString(), out _, out _) ? element.GetString()!
        : throw Refusal.NotAcceptable("invalid_ip_address", $"Invalid IP address specified: {element.GetString()}");

    private static ServiceAddress Address(JsonElement element, string where)
    {
        const string schema = "virtual_service_service_addresses";
        var body = Body.Closed(element, schema, where, ["ip", "fqdn", "port", "description", "network"]);
        var address = new ServiceAddress(body.Text("ip"), body.Text("fqdn"), body.Number("port", -1, 65_535), body.Text("description"));
        return address is { Ip: null } == address is { Fqdn: null }
            ? throw Refusal.Invalid($"The property '{where}' has either ip or fqdn in schema {schema}.schema.json")
            : address;
    }

    private static JsonObject Write(ServiceAddress address)
    {
        var json = new JsonObject();
        foreach (
            var (name, value) in new (string, JsonNode?)[]
            {
                ("ip", address.Ip),
                ("fqdn", address.Fqdn),
                ("port", address.Port),
                ("description", address.Description),
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
