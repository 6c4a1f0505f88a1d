using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shield.PceSimulator.Boundaries;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.Faults;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Node;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Reach;
using Shield.PceSimulator.Records;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Services;
using Shield.PceSimulator.Traffic;
using Shield.PceSimulator.Users;
using Shield.PceSimulator.VirtualServices;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Http;

/// <summary>
/// Every path there is; any other is 404. Only the draft can be written, so a write to <c>active</c> finds no such path either
/// (unknown: strict; docs/pce.md#8-draft-and-active).
/// </summary>
internal static class Routes
{
    private const string Api = "/api/v2";
    private const string Org = $"{Api}/orgs/{{org}}";
    private const string Draft = $"{Org}/sec_policy/draft";
    private const string TrafficQueries = $"{Org}/traffic_flows/async_queries";
    private const string Read = $"{Org}/sec_policy/{{pversion}}";

    public static readonly ImmutableArray<PceRoute> All =
    [
        new("GET", $"{Api}/noop", NodeEndpoints.Noop),
        new("GET", $"{Api}/health", NodeEndpoints.Health),
        new("GET", $"{Api}/product_version", NodeEndpoints.ProductVersion),
        new("GET", $"{Api}/users/{{id}}", UserEndpoints.Get),
        new("GET", $"{Org}/settings/workloads", NodeEndpoints.WorkloadSettings),
        .. new IpListEndpoints().Routes(Read, Draft),
        .. new RuleSetEndpoints().Routes(Read, Draft),
        .. new ServiceEndpoints().Routes(Read, Draft),
        .. new LabelGroupEndpoints().Routes(Read, Draft),
        .. new EnforcementBoundaryEndpoints().Routes(Read, Draft),
        .. new VirtualServiceEndpoints().Routes(Read, Draft),
        new("GET", $"{Read}/rule_sets/{{id}}/{{rules}}", RuleEndpoints.List),
        new("GET", $"{Read}/rule_sets/{{id}}/{{rules}}/{{rule}}", RuleEndpoints.Get),
        new("POST", $"{Draft}/rule_sets/{{id}}/{{rules}}", RuleEndpoints.Create),
        new("PUT", $"{Draft}/rule_sets/{{id}}/{{rules}}/{{rule}}", RuleEndpoints.Update),
        new("DELETE", $"{Draft}/rule_sets/{{id}}/{{rules}}/{{rule}}", RuleEndpoints.Delete),
        new("GET", $"{Read}/policy_check", PolicyCheckEndpoint.Get),
        new("POST", $"{Read}/rule_search", RuleSearchEndpoint.Post),
        new("GET", $"{Read}/firewall_settings", FirewallSettingsEndpoint.Get),
        new("PUT", $"{Draft}/firewall_settings", FirewallSettingsEndpoint.Update),
        new("GET", $"{Org}/sec_policy/pending", PendingEndpoints.Get),
        new("DELETE", $"{Org}/sec_policy/pending", PendingEndpoints.RevertAll),
        new("PUT", $"{Org}/sec_policy/delete", PendingEndpoints.Revert),
        new("POST", $"{Draft}/dependencies", PendingEndpoints.Dependencies),
        new("POST", $"{Org}/sec_policy/impact", PendingEndpoints.Impact),
        new("GET", $"{Org}/sec_policy", VersionEndpoints.List),
        new("POST", $"{Org}/sec_policy", VersionEndpoints.Provision),
        new("GET", $"{Org}/sec_policy/{{version}}", VersionEndpoints.Get),
        new("GET", $"{Org}/sec_policy/{{version}}/modified_objects", VersionEndpoints.ModifiedObjects),
        new("POST", $"{Org}/sec_policy/{{version}}/restore", VersionEndpoints.Restore),
        new("GET", $"{Org}/labels", LabelEndpoints.List),
        new("GET", $"{Org}/labels/{{id}}", LabelEndpoints.Get),
        new("POST", $"{Org}/labels", LabelEndpoints.Create),
        new("PUT", $"{Org}/labels/{{id}}", LabelEndpoints.Update),
        new("DELETE", $"{Org}/labels/{{id}}", LabelEndpoints.Delete),
        new("GET", $"{Org}/label_dimensions", LabelDimension.List),
        new("GET", $"{Org}/label_dimensions/{{id}}", LabelDimension.Get),
        new("GET", $"{Read}/label_groups/{{id}}/member_of", LabelGroupEndpoints.MemberOf),
        new("GET", $"{Read}/label_groups/{{id}}/all_labels", LabelGroupEndpoints.AllLabels),
        new("GET", $"{Org}/workloads", WorkloadEndpoints.List),
        new("GET", $"{Org}/workloads/{{id}}", WorkloadEndpoints.Get),
        new("POST", $"{Org}/workloads", WorkloadEndpoints.Create),
        new("PUT", $"{Org}/workloads/{{id}}", WorkloadEndpoints.Update),
        new("DELETE", $"{Org}/workloads/{{id}}", WorkloadEndpoints.Delete),
        new("PUT", $"{Org}/workloads/bulk_create", BulkEndpoints.Create),
        new("PUT", $"{Org}/workloads/bulk_update", BulkEndpoints.Update),
        new("PUT", $"{Org}/workloads/bulk_delete", BulkEndpoints.Delete),
        new("GET", $"{Org}/service_bindings", ServiceBindingEndpoints.List),
        new("GET", $"{Org}/service_bindings/{{id}}", ServiceBindingEndpoints.Get),
        new("POST", $"{Org}/service_bindings", ServiceBindingEndpoints.Create),
        new("DELETE", $"{Org}/service_bindings/{{id}}", ServiceBindingEndpoints.Delete),
        .. new RecordEndpoints(RecordKinds.SecurityPrincipals).Routes(Org),
        .. new RecordEndpoints(RecordKinds.ContainerClusters).Routes(Org),
        .. new RecordEndpoints(RecordKinds.ContainerWorkloadProfiles).Routes($"{Org}/container_clusters/{{cluster}}"),
        .. new RecordEndpoints(RecordKinds.PairingProfiles).Routes(Org),
        new("POST", $"{Org}/pairing_profiles/{{id}}/pairing_key", PairingKeys.Create),
        new("DELETE", $"{Org}/pairing_profiles/{{id}}/pairing_keys", PairingKeys.DeleteAll),
        new("GET", $"{Org}/vens", VenEndpoints.List),
        new("GET", $"{Org}/vens/{{id}}", VenEndpoints.Get),
        new("GET", $"{Org}/events", EventEndpoints.List),
        new("GET", $"{Org}/events/{{id}}", EventEndpoints.Get),
        new("GET", TrafficQueries, TrafficQueryEndpoints.List),
        new("POST", TrafficQueries, TrafficQueryEndpoints.Post),
        new("GET", $"{TrafficQueries}/{{id}}", TrafficQueryEndpoints.Get),
        new("PUT", $"{TrafficQueries}/{{id}}", TrafficQueryEndpoints.Cancel),
        new("DELETE", $"{TrafficQueries}/{{id}}", TrafficQueryEndpoints.Delete),
        new("GET", $"{TrafficQueries}/{{id}}/download", TrafficQueryEndpoints.Download),
        new("PUT", $"{Org}/workloads/unpair", NotSimulated.Refuse),
        new("PUT", $"{Org}/workloads/bulk_import", NotSimulated.Refuse),
        new("PUT", $"{Org}/security_principals/bulk_create", NotSimulated.Refuse),
        new("PUT", $"{Org}/container_clusters/{{cluster}}/container_workload_profiles/update", NotSimulated.Refuse),
        new("PUT", $"{Draft}/virtual_services/bulk_create", NotSimulated.Refuse),
        new("PUT", $"{Draft}/virtual_services/bulk_update", NotSimulated.Refuse),
        new("PUT", $"{Draft}/ip_lists/bulk_upload", NotSimulated.Refuse),
        new("GET", $"{Org}/jobs/{{id}}", (pce, call) => pce.Jobs.Get(call)),
        new("DELETE", $"{Org}/jobs/{{id}}", (pce, call) => pce.Jobs.Delete(call)),
        new("GET", $"{Org}/datafiles/{{id}}", (pce, call) => pce.Jobs.Data(call)),
    ];

    /// <summary>Paths that ask for no credentials.</summary>
    private static readonly string[] Open = ["/node_available", "/supercluster/leader"];

    /// <summary>Everything that answers, each behind the front door: the PCE's own, and beside it the simulator's.</summary>
    public static IEnumerable<(string Method, string Template, RequestDelegate Serve)> Behind(Front front) =>
        [
            .. All.Select(route => (route.Method, route.Template, front.Serve(route.Answer))),
            ("GET", $"{Api}{Open[0]}", front.ServeAnyone(NodeEndpoints.Available)),
            ("GET", $"{Api}{Open[1]}", front.ServeAnyone(NodeEndpoints.SuperclusterLeader)),
            ("GET", "/sim/v1/reach", front.ServeUnrecorded(ReachEndpoint.Get)),
            ("GET", "/sim/v1/calls", front.ServeUnrecorded((_, _) => Answer.Ok(front.Log.Write()))),
            (
                "DELETE",
                "/sim/v1/calls",
                front.ServeUnrecorded(
                    (_, _) =>
                    {
                        front.Log.Clear();
                        return Answer.NoContent;
                    }
                )
            ),
            ("GET", "/sim/v1/faults", front.ServeUnrecorded(FaultEndpoints.Get)),
            ("POST", "/sim/v1/faults", front.ServeUnrecorded(FaultEndpoints.Replace)),
            ("DELETE", "/sim/v1/faults", front.ServeUnrecorded(FaultEndpoints.Clear)),
            ("GET", "/sim/v1/paths", front.ServeUnrecorded(Paths)),
            ("GET", "/sim/v1/contacts", front.ServeUnrecorded(ContactEndpoints.Get)),
            ("POST", "/sim/v1/contacts", front.ServeUnrecorded(ContactEndpoints.Add)),
            ("DELETE", "/sim/v1/contacts", front.ServeUnrecorded(ContactEndpoints.Clear)),
        ];

    /// <summary>What answers where nothing else does.</summary>
    public static RequestDelegate Otherwise(Front front) =>
        front.Serve(
            (_, call) =>
                throw (NotSimulated.Is(call.Method, call.Path) ? Refusal.NotSimulated($"{call.Method} {call.Path}") : Refusal.NotFound())
        );

    /// <summary>Every method and path that the PCE's API has here, for <c>GET /sim/v1/paths</c>.</summary>
    private static Answer Paths(Pce pce, Call call)
    {
        (string Method, string Path, bool IsBuilt)[] known =
        [
            .. Open.Select(path => ("GET", path, true)),
            .. All.Select(route => (route.Method, route.Template[Api.Length..], route.Answer != NotSimulated.Refuse)),
            .. NotSimulated.All.Select(each => (each.Method, each.Path, false)),
        ];
        return Answer.Ok(
            new JsonArray([
                .. known.Select(each => new JsonObject
                {
                    ["method"] = each.Method,
                    ["path"] = each.Path,
                    ["state"] = each.IsBuilt ? "built" : "406",
                }),
            ])
        );
    }

    public static void Map(IEndpointRouteBuilder web, Front front)
    {
        foreach (var (method, template, serve) in Behind(front))
        {
            web.MapMethods(template, [method], serve);
        }

        web.MapFallback(Otherwise(front));
    }
}
