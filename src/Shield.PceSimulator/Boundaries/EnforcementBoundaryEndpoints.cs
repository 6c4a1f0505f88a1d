using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Services;

namespace Shield.PceSimulator.Boundaries;

/// <summary>Enforcement boundaries: read, made, changed, deleted (docs/pce.md#11-deny-rules).</summary>
internal sealed class EnforcementBoundaryEndpoints : PolicyCollection<EnforcementBoundary>
{
    protected override PolicyKind Kind => PolicyKind.EnforcementBoundaries;

    protected override string Title => "Enforcement boundary";

    protected override string[] CommonProperties => ["name"];

    protected override string[] Properties => ["enabled", "providers", "consumers", "ingress_services"];

    protected override string[] Required => ["name", "providers", "consumers", "ingress_services"];

    /// <summary>unknown: strict. No source tells the token.</summary>
    protected override (string Token, string Message)? NameIsTaken => ("name_must_be_unique", "Name must be unique");

    protected override IEnumerable<Filter<PolicyReading.Seen<EnforcementBoundary>>> Filters =>
        [
            Filter.Part<PolicyReading.Seen<EnforcementBoundary>>("name", (_, seen) => seen.Object.Name),
            Filter.Hrefs<PolicyReading.Seen<EnforcementBoundary>>("labels", LabelsOf),
            Filter.PartOfAny<PolicyReading.Seen<EnforcementBoundary>>("service", ServicesOf),
            ServicePorts.ByProtocol<EnforcementBoundary>("service_ports.proto", PortsOf),
            ServicePorts.ByPort<EnforcementBoundary>("service_ports.port", PortsOf),
            Filter.ReadElsewhere<PolicyReading.Seen<EnforcementBoundary>>("max_results"),
            .. Filter.NotBuilt<PolicyReading.Seen<EnforcementBoundary>>("network_type"),
        ];

    protected override EnforcementBoundary Blank(Stamp now) =>
        new()
        {
            Id = 0,
            Name = "",
            Created = now,
            Updated = now,
        };

    protected override EnforcementBoundary ApplyTo(Pce pce, Call call, EnforcementBoundary before, Body body, string schema)
    {
        var reader = new RuleBody(pce, schema);
        var changed = before with
        {
            Enabled = body.Flag("enabled") ?? before.Enabled,
            Providers = reader.ReadActors(body, "providers") is { } providers ? [.. providers] : before.Providers,
            Consumers = reader.ReadActors(body, "consumers") is { } consumers ? [.. consumers] : before.Consumers,
            IngressServices = reader.ReadServices(body) is { } services ? [.. services] : before.IngressServices,
        };
        return changed is { Providers: not [], Consumers: not [], IngressServices: not [] }
            ? changed
            // unknown: strict
            : throw Refusal.Invalid($"Providers, consumers and services of an {Title.ToLowerInvariant()} need an entry each");
    }

    protected override JsonObject Write(Pce pce, PolicyReading.Seen<EnforcementBoundary> seen)
    {
        var json = PolicyReading.Head(pce, seen);
        json.Remove("external_data_set");
        json.Remove("external_data_reference");
        json["enabled"] = seen.Object.Enabled;
        json["providers"] = new JsonArray([.. seen.Object.Providers.Select(actor => actor.Write(pce.Org, seen.Pversion))]);
        json["consumers"] = new JsonArray([.. seen.Object.Consumers.Select(actor => actor.Write(pce.Org, seen.Pversion))]);
        json["ingress_services"] = new JsonArray([.. seen.Object.IngressServices.Select(use => use.Write(pce.Org, seen.Pversion))]);
        json["caps"] = new JsonArray("write", "provision");
        return json;
    }

    private static IEnumerable<string> LabelsOf(Pce pce, PolicyReading.Seen<EnforcementBoundary> seen) =>
        seen
            .Object.Providers.Concat(seen.Object.Consumers)
            .OfType<Actor.OfLabels>()
            .Select(actor => actor.What)
            .OfType<LabelChoice.One>()
            .Select(label => pce.Org.Label(label.Label));

    private static IEnumerable<string> ServicesOf(Pce pce, PolicyReading.Seen<EnforcementBoundary> seen) =>
        seen.Object.IngressServices.OfType<ServiceUse.Named>().Select(use => pce.Org.Of(seen.Pversion, use.Service));

    private static IEnumerable<ServicePort> PortsOf(Pce pce, EnforcementBoundary boundary) =>
        boundary.IngressServices.SelectMany(use => use.Ports(key => pce.Policy.Draft.GetValueOrDefault(key)?.Object));
}
