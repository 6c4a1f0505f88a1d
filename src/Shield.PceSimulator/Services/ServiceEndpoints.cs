using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Services;

/// <summary>Services, for reading: "All Services" is the system's own (pce-api.md 10, 26). Rules name other ports directly.</summary>
internal static class ServiceEndpoints
{
    public static Answer List(Pce pce, Call call)
    {
        var (name, port, protocol) = (call.Query("name"), call.QueryNumber("port"), call.QueryNumber("proto"));
        return Collection.Of(
            pce,
            call,
            PolicyReading.All<Service>(pce, call),
            seen => Collection.Contains(seen.Object.Name, name)
                && (port is null || seen.Object.Ports.Any(each => each.Covers(each.Protocol, port)))
                && (protocol is null || seen.Object.Ports.Any(each => each.Protocol == protocol)),
            seen => Write(pce, seen));
    }

    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce, PolicyReading.One<Service>(pce, call)));

    private static JsonObject Write(Pce pce, PolicyReading.Seen<Service> seen)
    {
        var service = seen.Object;
        var json = new JsonObject { ["href"] = pce.Org.Of(seen.Pversion, service.Key) };
        Stamp.Write(json, service.Created, service.Updated, seen.Deleted);
        if (seen.Pversion is "draft")
        {
            json["update_type"] = seen.UpdateType;
        }

        json["name"] = service.Name;
        json["description"] = service.Description;
        json["description_url"] = null;
        json["process_name"] = null;
        json["external_data_set"] = service.ExternalDataSet;
        json["external_data_reference"] = service.ExternalDataReference;
        json["service_ports"] = new JsonArray([.. service.Ports.Select(Write)]);
        return json;
    }

    private static JsonObject Write(ServicePort port)
    {
        var json = new JsonObject { ["proto"] = port.Protocol };
        if (port.Port is not null)
        {
            json["port"] = port.Port;
        }

        if (port.ToPort is not null)
        {
            json["to_port"] = port.ToPort;
        }

        return json;
    }
}
