using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.VirtualServices;

/// <summary>Bindings of workloads to virtual services (docs/pce.md#16-workloads): an array in, an array of hrefs out.</summary>
internal static class ServiceBindingEndpoints
{
    private const string Schema = "service_bindings_post";

    private static readonly string[] Properties =
    [
        "virtual_service",
        "workload",
        "port_overrides",
        "external_data_set",
        "external_data_reference",
    ];

    private static readonly Filters<ServiceBinding> Filters = new([
        // Draft and active hrefs name the same service.
        new Filter<ServiceBinding>(
            "virtual_service",
            (pce, value) => OfService(pce.Org.TryRead(value, out _, out var key) ? key : default)
        ),
        Filter.Whole<ServiceBinding>("workload", (pce, binding) => pce.Org.Workload(binding.Workload)),
        Filter.Whole<ServiceBinding>("external_data_set", (_, binding) => binding.ExternalDataSet),
        Filter.Whole<ServiceBinding>("external_data_reference", (_, binding) => binding.ExternalDataReference),
        Filter.ReadElsewhere<ServiceBinding>("max_results"),
    ]);

    public static Answer List(Pce pce, Call call) => Collection.Of(pce, call, pce.Bindings, Filters, binding => binding.Write(pce.Org));

    public static Answer Get(Pce pce, Call call) => Answer.Ok(Find(pce, call).Write(pce.Org));

    public static Answer Create(Pce pce, Call call)
    {
        if (call.Body is not { ValueKind: JsonValueKind.Array } items)
        {
            throw Body.Mismatch("#/", call.Body, "array", Schema);
        }

        ServiceBinding[] read = [.. items.EnumerateArray().Select((item, index) => Read(pce, item, $"#/{index}"))];
        ServiceBinding[] made = [.. read.Select(binding => binding with { Id = pce.NextBindingId() })]; // None where one is refused.
        pce.Bindings.AddRange(made);
        return Answer.Created(
            new JsonArray([.. made.Select(binding => new JsonObject { ["href"] = binding.Href(pce.Org), ["status"] = "created" })])
        );
    }

    public static Answer Delete(Pce pce, Call call)
    {
        pce.Bindings.Remove(Find(pce, call));
        return Answer.NoContent;
    }

    private static ServiceBinding Read(Pce pce, JsonElement item, string where)
    {
        var body = Body.Closed(item, Schema, where, Properties).Require("virtual_service", "workload");
        var service = Body.Open(body.Get("virtual_service"), Schema, body.At("virtual_service")).Require("href").Text("href")!;
        var workload = Body.Open(body.Get("workload"), Schema, body.At("workload")).Require("href").Text("href")!;

        // Only an active one can be bound.
        var isActive =
            pce.Org.TryRead(service, out var pversion, out var key)
            && key.Kind is PolicyKind.VirtualServices
            && pversion is "active"
            && pce.Policy.Active.ContainsKey(key);
        return isActive
            ? new ServiceBinding(
                Guid.Empty,
                key,
                pce.Workloads.Find(pce.Org, workload)?.Id ?? throw Refusal.NothingAt(pce.Org, workload, "workloads")
            )
            {
                ExternalDataSet = PolicyText.External(body, "external_data_set"),
                ExternalDataReference = PolicyText.External(body, "external_data_reference"),
                PortOverrides = body.Items("port_overrides") is null ? "[]" : body.Get("port_overrides")!.Value.GetRawText(),
            }
            : throw Refusal.NothingAt(pce.Org, service, "virtual_services");
    }

    private static Func<ServiceBinding, bool> OfService(PolicyKey key) => binding => binding.Service == key;

    private static ServiceBinding Find(Pce pce, Call call) =>
        pce.Bindings.Find(binding => binding.Id.ToString() == call.Route("id")) ?? throw Refusal.NotFound();
}
