using System.Text.Json;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Workloads;

/// <summary>What a POST or PUT of a workload says, as far as the simulator keeps it.</summary>
internal static class WorkloadBody
{
    public static readonly string[] Modes = ["idle", "visibility_only", "full", "selective"];

    public static readonly string[] Visibilities =
    [
        "flow_full_detail",
        "flow_summary",
        "flow_drops",
        "flow_off",
        "enhanced_data_collection",
    ];

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
        "visibility_level",
        "ignored_interface_names",
        "agent_to_pce_certificate_authentication_id",
        "agent",
        .. WorkloadJson.Texts,
    ];

    /// <param name="extra">What the surroundings allow besides: <c>href</c> in a bulk change.</param>
    public static Body Read(JsonElement? element, string schema, string where = "#/", params string[] extra) =>
        Body.Closed(element, schema, where, [.. Properties, .. extra]);

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
            EnforcementMode = body.OneOf("enforcement_mode", Modes) ?? workload.EnforcementMode,
            Visibility = body.OneOf("visibility_level", Visibilities) ?? workload.Visibility,
            IgnoredInterfaces = body.Items("ignored_interface_names") is { } ignored
                ? [.. ignored.Select(item => Name(item.Value, item.Where))]
                : workload.IgnoredInterfaces,
            CertificateId = body.Has("agent_to_pce_certificate_authentication_id")
                ? body.NullableText("agent_to_pce_certificate_authentication_id")
                : workload.CertificateId,
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

    private static string Name(JsonElement element, string where) =>
        element.ValueKind is JsonValueKind.String ? element.GetString()! : throw Body.Mismatch(where, element, "string", "workloads_post");

    private static long Label(Pce pce, JsonElement element, string where) =>
        LabelHref.Read(pce, Body.Closed(element, "labels", where, ["href"]).Require("href").Text("href")!);

    private static string? Address(string? text) =>
        text is null || Interval.TryParseAddress(text, out _, out _)
            ? text
            : throw Refusal.NotAcceptable("invalid_ip_address", $"Invalid IP address specified: {text}");
}
