using System.Text.Json;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Workloads;

/// <summary>What a POST or PUT of a workload says, as far as the simulator keeps it.</summary>
internal static class WorkloadBody
{
    private static readonly string[] Properties =
    [
        "name",
        "description",
        "external_data_set",
        "external_data_reference",
        "hostname",
        "public_ip",
        "interfaces",
        "online",
        "labels",
        "enforcement_mode",
        "agent",
        .. WorkloadJson.Texts,
    ];

    public static Body Read(JsonElement? element, string schema) => Body.Closed(element, schema, Properties);

    public static Workload ApplyTo(Pce pce, Workload workload, Body body)
    {
        if (body.Get("agent") is { } agent)
        {
            // Deprecated, and overruled by enforcement_mode: taken, not kept.
            Body.Closed(agent, "workloads_agent", body.At("agent"), ["config"]);
        }

        var named = body.Text("name") ?? workload.Name;
        var hostname = body.Text("hostname") ?? workload.Hostname;
        return workload with
        {
            Name = named,
            Hostname = hostname,
            Description = body.Text("description") ?? workload.Description,
            ExternalDataSet = body.Has("external_data_set") ? PolicyText.External(body, "external_data_set") : workload.ExternalDataSet,
            ExternalDataReference = body.Has("external_data_reference")
                ? PolicyText.External(body, "external_data_reference")
                : workload.ExternalDataReference,
            PublicIp = body.Has("public_ip") ? Address(body.NullableText("public_ip")) : workload.PublicIp,
            Interfaces = body.Items("interfaces") is { } interfaces
                ? [.. interfaces.Select(item => Interface(item.Value, item.Where))]
                : workload.Interfaces,
            Online = body.Flag("online") ?? workload.Online,
            Labels = body.Items("labels") is { } labels ? [.. labels.Select(item => Label(pce, item.Value, item.Where))] : workload.Labels,
            Texts = workload.Texts.SetItems(
                from name in WorkloadJson.Texts
                where body.Has(name)
                select KeyValuePair.Create(name, (name is "service_principal_name" ? body.NullableText(name) : body.Text(name)) ?? "")
            ),
            EnforcementMode = body.OneOf("enforcement_mode", "idle", "visibility_only", "full", "selective") ?? workload.EnforcementMode,
        };
    }

    private static WorkloadInterface Interface(JsonElement element, string where)
    {
        var body = Body.Closed(
                element,
                "workloads_interfaces",
                where,
                ["name", "link_state", "address", "cidr_block", "default_gateway_address", "friendly_name", "network"]
            )
            .Require("name", "address");
        return new WorkloadInterface(
            body.Text("name")!,
            Address(body.Text("address"))!,
            body.Number("cidr_block", 0, 128),
            Address(body.Text("default_gateway_address")),
            body.OneOf("link_state", "up", "down", "unknown") ?? "unknown"
        );
    }

    private static long Label(Pce pce, JsonElement element, string where) =>
        LabelHref.Read(pce, Body.Closed(element, "labels", where, ["href"]).Require("href").Text("href")!);

    private static string? Address(string? text) =>
        text is null || Interval.TryParseAddress(text, out _, out _)
            ? text
            : throw Refusal.NotAcceptable("invalid_ip_address", $"Invalid IP address specified: {text}");
}
