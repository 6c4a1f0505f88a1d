using System.Collections.Immutable;
using System.Text.Json;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Services;

namespace Shield.PceSimulator.RuleSets;

/// <summary>What a POST or PUT of a rule says: Illumio's schema, then whether what it names is there.</summary>
internal sealed class RuleBody(Pce pce, string schema)
{
    private static readonly string[] AllowProperties =
    [
        "enabled",
        "description",
        "external_data_set",
        "external_data_reference",
        "ingress_services",
        "resolve_labels_as",
        "sec_connect",
        "stateless",
        "machine_auth",
        "providers",
        "consumers",
        "consuming_security_principals",
        "unscoped_consumers",
        "network_type",
        "use_workload_subnets",
    ];

    /// <summary>The fields of common/deny_rules_get less the read-only ones: no schema of a deny rule's body is published.</summary>
    private static readonly string[] DenyProperties =
    [
        "enabled",
        "override",
        "description",
        "network_type",
        "unscoped_consumers",
        "providers",
        "consumers",
        "ingress_services",
        "egress_services",
    ];

    /// <param name="extra">What the surroundings allow besides: <c>update_type</c> in a PUT, <c>href</c> in a rule set's array.</param>
    public Body ReadAllow(JsonElement? element, string where, params string[] extra) =>
        Body.Closed(element, schema, where, [.. AllowProperties, .. extra]);

    public Body ReadDeny(JsonElement? element) => Body.Closed(element, schema, "#/", DenyProperties);

    public static void RequireAllow(Body body) =>
        body.Require("enabled", "providers", "consumers", "ingress_services", "resolve_labels_as");

    public static void RequireDeny(Body body) => body.Require("providers", "consumers", "ingress_services");

    public AllowRule ApplyTo(AllowRule rule, Body body)
    {
        if (body.Items("consuming_security_principals") is { Count: > 0 })
        {
            throw Refusal.NotAcceptable("not_found_error", "Not found"); // No security principal exists here.
        }

        var resolve = body.Get("resolve_labels_as") is { } element
            ? Body.Open(element, schema, body.At("resolve_labels_as")).Require("providers", "consumers")
            : null;
        var changed = (AllowRule)ApplyCommon(rule, body) with
        {
            ExternalDataSet = body.Has("external_data_set") ? PolicyText.External(body, "external_data_set") : rule.ExternalDataSet,
            ExternalDataReference = body.Has("external_data_reference")
                ? PolicyText.External(body, "external_data_reference")
                : rule.ExternalDataReference,
            ResolveProvidersAs = resolve is null ? rule.ResolveProvidersAs : Words(resolve, "providers", "workloads", "virtual_services"),
            ResolveConsumersAs = resolve is null ? rule.ResolveConsumersAs : Words(resolve, "consumers", "workloads", "virtual_services"),
            SecConnect = body.Flag("sec_connect") ?? rule.SecConnect,
            Stateless = body.Flag("stateless") ?? rule.Stateless,
            MachineAuth = body.Flag("machine_auth") ?? rule.MachineAuth,
            UseWorkloadSubnets = body.Has("use_workload_subnets")
                ? Words(body, "use_workload_subnets", "providers", "consumers")
                : rule.UseWorkloadSubnets,
        };
        Check(changed);
        return changed;
    }

    public DenyRule ApplyTo(DenyRule rule, Body body)
    {
        var changed = (DenyRule)ApplyCommon(rule, body) with
        {
            Override = body.Flag("override") ?? rule.Override,
            EgressServices = body.Items("egress_services") is { } items
                ? [.. items.Select(item => Service(item.Value, item.Where))]
                : rule.EgressServices,
        };
        Check(changed);
        return changed;
    }

    /// <summary>The actors that a rule search asks for on one side; null where it asks for none there.</summary>
    public IReadOnlyCollection<Actor>? ReadActors(Body body, string side) =>
        body.Items(side) is { } items ? Actors(items, "ams", "container_host") : null;

    public IReadOnlyCollection<ServiceUse>? ReadServices(Body body) =>
        body.Items("ingress_services") is { } items ? [.. items.Select(item => Use(item.Value, item.Where))] : null;

    private Rule ApplyCommon(Rule rule, Body body) =>
        rule with
        {
            Enabled = body.Flag("enabled") ?? rule.Enabled,
            Description = body.Has("description") ? PolicyText.Description(body) : rule.Description,
            Providers = body.Items("providers") is { } providers ? Actors(providers, "ams") : rule.Providers,
            Consumers = body.Items("consumers") is { } consumers
                ? Actors(consumers, rule is AllowRule ? ["ams", "container_host"] : ["ams"])
                : rule.Consumers,
            IngressServices = body.Items("ingress_services") is { } uses
                ? [.. uses.Select(use => Use(use.Value, use.Where))]
                : rule.IngressServices,
            UnscopedConsumers = body.Flag("unscoped_consumers") ?? rule.UnscopedConsumers,
            NetworkType = body.OneOf("network_type", "brn", "non_brn", "all") ?? rule.NetworkType,
        };

    private static void Check(Rule rule)
    {
        if (rule.Providers is [] || rule.Consumers is [])
        {
            throw Refusal.Invalid("The property '#/' needs at least one provider and one consumer"); // minItems 1
        }

        if (rule.IngressServices is [])
        {
            throw Refusal.Invalid("The property '#/ingress_services' is empty"); // unknown: strict
        }

        if (rule.Providers.Any(actor => actor is Actor.OfIpList) && rule.Consumers.Any(actor => actor is Actor.OfIpList))
        {
            // Documented of the console; the answer of the API is unknown: strict.
            throw Refusal.NotAcceptable("ip_list_on_both_sides", "A rule cannot have IP lists as both source and destination");
        }
    }

    private ImmutableArray<Actor> Actors(IReadOnlyList<(JsonElement Value, string Where)> items, params string[] words) =>
        [.. items.Select(item => ReadActor(item.Value, item.Where, words))];

    private Actor ReadActor(JsonElement element, string where, string[] words)
    {
        var body = Body.Closed(
            element,
            schema,
            where,
            ["actors", "exclusion", "label", "label_group", "ip_list", "workload", "virtual_service", "virtual_server"]
        );
        string[] named = [.. element.EnumerateObject().Select(property => property.Name).Where(name => name is not "exclusion")];
        var exclusion = body.Flag("exclusion") ?? false;
        if (named is not [var kind] || (exclusion && kind is not ("label" or "label_group")))
        {
            throw Refusal.Invalid($"The property '{where}' is not one actor in schema {schema}.schema.json");
        }

        if (kind is "actors")
        {
            return body.OneOf("actors", words) is "ams" ? new Actor.AllWorkloads() : new Actor.ContainerHost();
        }

        var href = Body.Open(body.Get(kind), schema, body.At(kind)).Require("href").Text("href")!;
        return kind switch
        {
            "label" or "label_group" => new Actor.OfLabels(Labels.LabelChoice.Read(pce, kind, href), exclusion),
            "workload" => new Actor.OfWorkload(
                pce.Workloads.Find(pce.Org, href)?.Id ?? throw Refusal.NothingAt(pce.Org, href, "workloads")
            ),
            "ip_list" => new Actor.OfIpList(PolicyReading.Existing(pce, href, PolicyKind.IpLists)),
            // unknown: strict. Whom a rule about a virtual service or server reaches is not simulated, so no rule may name one.
            _ => throw Refusal.NotSimulated($"{kind} in rules: {href}"),
        };
    }

    private ServiceUse Use(JsonElement element, string where)
    {
        // Some clients post a whole service here, so other keys beside href are accepted (docs/pce.md#10-rules).
        if (Body.Open(element, schema, where).Has("href"))
        {
            return new ServiceUse.Named(Service(element, where));
        }

        var body = Body.Closed(element, schema, where, ["proto", "port", "to_port"]).Require("proto");
        var protocol = body.Number("proto", 6, 17) is { } number and (6 or 17)
            ? number
            : throw Body.Mismatch(body.At("proto"), body.Get("proto"), "6 or 17", schema);
        var (port, to) = (body.Number("port", 0, 65535), body.Number("to_port", 0, 65535));
        return to is null || port < to
            ? new ServiceUse.Port(new ServicePort(protocol, port, to))
            : throw Refusal.Invalid($"The property '{where}' is not a port range"); // unknown: strict
    }

    private PolicyKey Service(JsonElement element, string where) =>
        PolicyReading.Existing(pce, Body.Open(element, schema, where).Require("href").Text("href")!, PolicyKind.Services);

    private static ImmutableArray<string> Words(Body body, string name, params string[] allowed) =>
        [
            .. body.Items(name)!
                .Select(item =>
                    item.Value is { ValueKind: JsonValueKind.String } value && allowed.Contains(value.GetString())
                        ? value.GetString()!
                        : throw Refusal.Invalid(
                            $"The property '{item.Where}' did not match one of the following values: {string.Join(", ", allowed)}"
                        )
                ),
        ];
}
