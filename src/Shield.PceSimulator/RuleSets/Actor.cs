using System.Text.Json.Nodes;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.RuleSets;

/// <summary>One element of a rule's providers or consumers (docs/pce.md#10-rules).</summary>
internal abstract record Actor
{
    /// <summary><c>ams</c>: all managed workloads.</summary>
    public sealed record AllWorkloads : Actor;

    /// <summary>No workload here is one.</summary>
    public sealed record ContainerHost : Actor;

    public sealed record OfLabels(LabelChoice What, bool Exclusion) : Actor;

    public sealed record OfWorkload(Guid Workload) : Actor;

    public sealed record OfIpList(PolicyKey List) : Actor;

    /// <summary>What must be wherever this is.</summary>
    public IEnumerable<PolicyKey> References =>
        this switch
        {
            OfIpList list => [list.List],
            OfLabels labels => labels.What.References,
            _ => [],
        };

    /// <summary>The draft shows draft hrefs and the active policy active ones, whatever was written (docs/pce.md#10-rules).</summary>
    public JsonObject Write(Org org, string pversion) =>
        this switch
        {
            AllWorkloads => new JsonObject { ["actors"] = "ams" },
            ContainerHost => new JsonObject { ["actors"] = "container_host" },
            OfLabels { Exclusion: true } labels => new JsonObject
            {
                [labels.What.Word] = labels.What.Write(org, pversion),
                ["exclusion"] = true,
            },
            OfLabels labels => new JsonObject { [labels.What.Word] = labels.What.Write(org, pversion) },
            OfWorkload workload => new JsonObject { ["workload"] = Href(org.Workload(workload.Workload)) },
            OfIpList list => new JsonObject { ["ip_list"] = Href(org.Of(pversion, list.List)) },
            _ => throw new InvalidOperationException($"an actor without a form on the wire: {this}"),
        };

    private static JsonObject Href(string href) => new() { ["href"] = href };
}
