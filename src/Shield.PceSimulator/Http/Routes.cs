using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Node;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Reach;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Services;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Http;

/// <summary>
/// Every path there is; any other is 404. Only the draft can be written, so a write to <c>active</c> finds no such path either
/// (unknown: strict; pce-api.md 8).
/// </summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder web, Front front)
    {
        const string Api = "/api/v2";
        const string Org = $"{Api}/orgs/{{org}}";
        const string Draft = $"{Org}/sec_policy/draft";
        const string Read = $"{Org}/sec_policy/{{pversion}}";

        Get($"{Api}/noop", NodeEndpoints.Noop);
        Get($"{Api}/health", NodeEndpoints.Health);
        Get($"{Api}/product_version", NodeEndpoints.ProductVersion);
        web.MapGet($"{Api}/node_available", front.ServeAnyone(NodeEndpoints.Available));
        Get($"{Org}/settings/workloads", NodeEndpoints.WorkloadSettings);

        Get($"{Read}/ip_lists", IpListEndpoints.List);
        Get($"{Read}/ip_lists/{{id}}", IpListEndpoints.Get);
        Post($"{Draft}/ip_lists", IpListEndpoints.Create);
        Put($"{Draft}/ip_lists/{{id}}", IpListEndpoints.Update);
        Delete($"{Draft}/ip_lists/{{id}}", IpListEndpoints.Delete);

        Get($"{Read}/rule_sets", RuleSetEndpoints.List);
        Get($"{Read}/rule_sets/{{id}}", RuleSetEndpoints.Get);
        Post($"{Draft}/rule_sets", RuleSetEndpoints.Create);
        Put($"{Draft}/rule_sets/{{id}}", RuleSetEndpoints.Update);
        Delete($"{Draft}/rule_sets/{{id}}", RuleSetEndpoints.Delete);

        Get($"{Read}/rule_sets/{{id}}/{{rules}}", RuleEndpoints.List);
        Get($"{Read}/rule_sets/{{id}}/{{rules}}/{{rule}}", RuleEndpoints.Get);
        Post($"{Draft}/rule_sets/{{id}}/{{rules}}", RuleEndpoints.Create);
        Put($"{Draft}/rule_sets/{{id}}/{{rules}}/{{rule}}", RuleEndpoints.Update);
        Delete($"{Draft}/rule_sets/{{id}}/{{rules}}/{{rule}}", RuleEndpoints.Delete);

        Get($"{Read}/services", ServiceEndpoints.List);
        Get($"{Read}/services/{{id}}", ServiceEndpoints.Get);
        Get($"{Read}/policy_check", PolicyCheckEndpoint.Get);

        Get($"{Org}/sec_policy/pending", PendingEndpoints.Get);
        Delete($"{Org}/sec_policy/pending", PendingEndpoints.RevertAll);
        Put($"{Org}/sec_policy/delete", PendingEndpoints.Revert);
        Post($"{Draft}/dependencies", PendingEndpoints.Dependencies);
        Get($"{Org}/sec_policy", VersionEndpoints.List);
        Post($"{Org}/sec_policy", VersionEndpoints.Provision);
        Get($"{Org}/sec_policy/{{version}}", VersionEndpoints.Get);
        Get($"{Org}/sec_policy/{{version}}/modified_objects", VersionEndpoints.ModifiedObjects);

        Get($"{Org}/labels", LabelEndpoints.List);
        Get($"{Org}/labels/{{id}}", LabelEndpoints.Get);
        Post($"{Org}/labels", LabelEndpoints.Create);
        Get($"{Org}/label_dimensions", LabelEndpoints.Dimensions);

        Get($"{Org}/workloads", WorkloadEndpoints.List);
        Get($"{Org}/workloads/{{id}}", WorkloadEndpoints.Get);
        Post($"{Org}/workloads", WorkloadEndpoints.Create);
        Put($"{Org}/workloads/{{id}}", WorkloadEndpoints.Update);
        Delete($"{Org}/workloads/{{id}}", WorkloadEndpoints.Delete);

        Get($"{Org}/events", EventEndpoints.List);
        Get($"{Org}/events/{{id}}", EventEndpoints.Get);
        Get($"{Org}/jobs/{{id}}", (pce, call) => pce.Jobs.Get(call));
        Delete($"{Org}/jobs/{{id}}", (pce, call) => pce.Jobs.Delete(call));
        Get($"{Org}/datafiles/{{id}}", (pce, call) => pce.Jobs.Data(call));

        // The simulator's own, beside the PCE's.
        web.MapGet("/sim/v1/reach", front.ServeUnrecorded(ReachEndpoint.Get));
        web.MapGet("/sim/v1/calls", front.ServeUnrecorded((_, _) => Answer.Ok(front.Log.Write())));
        web.MapDelete("/sim/v1/calls", front.ServeUnrecorded((_, _) =>
        {
            front.Log.Clear();
            return Answer.NoContent;
        }));

        web.MapFallback(front.Serve((_, _) => throw Refusal.NotFound()));

        void Get(string path, Func<Pce, Call, Answer> feature) => web.MapGet(path, front.Serve(feature));
        void Post(string path, Func<Pce, Call, Answer> feature) => web.MapPost(path, front.Serve(feature));
        void Put(string path, Func<Pce, Call, Answer> feature) => web.MapPut(path, front.Serve(feature));
        void Delete(string path, Func<Pce, Call, Answer> feature) => web.MapDelete(path, front.Serve(feature));
    }
}
