using System.Text.Json.Nodes;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.VirtualServices;

/// <summary>That a workload serves a virtual service. Not provisioned: it is there at once, and gone at once.</summary>
internal sealed record ServiceBinding(Guid Id, PolicyKey Service, Guid Workload)
{
    public string? ExternalDataSet { get; init; }

    public string? ExternalDataReference { get; init; }

    /// <summary>As it was written.</summary>
    public string PortOverrides { get; init; } = "[]";

    public string Href(Org org) => $"{org.Root}/service_bindings/{Id}";

    public JsonObject Write(Org org) =>
        new()
        {
            ["href"] = Href(org),
            ["virtual_service"] = new JsonObject { ["href"] = org.Of("active", Service) },
            ["bound_service"] = new JsonObject { ["href"] = org.Of("active", Service) },
            ["workload"] = new JsonObject { ["href"] = org.Workload(Workload) },
            ["port_overrides"] = JsonNode.Parse(PortOverrides),
            ["external_data_set"] = ExternalDataSet,
            ["external_data_reference"] = ExternalDataReference,
        };
}
