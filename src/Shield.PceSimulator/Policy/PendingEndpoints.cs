using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>What waits to be provisioned, what depends on what, and reverting it (docs/pce.md#8-draft-and-active).</summary>
internal static class PendingEndpoints
{
    /// <summary>Keyed by kind; <c>{}</c> when nothing waits (live). <c>max_results</c> counts per kind.</summary>
    public static Answer Get(Pce pce, Call call)
    {
        var most = call.QueryNumber("max_results") ?? int.MaxValue;
        var json = new JsonObject();
        foreach (var kind in pce.Policy.Pending.GroupBy(change => change.Object.Kind))
        {
            json[kind.Key.Plural()] = new JsonArray([.. kind.Take(most).Select(change => Write(pce, change))]);
        }

        return Answer.Ok(json);
    }

    /// <summary>Takes back every pending change of everybody.</summary>
    public static Answer RevertAll(Pce pce, Call call)
    {
        pce.Policy.Revert([.. pce.Policy.Pending]);
        pce.Events.Reverted(call);
        return Answer.NoContent;
    }

    /// <summary>Takes back the named changes; all of them where none is named (man-rest 15140).</summary>
    public static Answer Revert(Pce pce, Call call)
    {
        var body = Body.Closed(call.Body, "sec_policy_delete_put", "change_subset");
        var changes = ChangeSubset.Read(pce, body);
        Closure.Demand(pce, Closure.MissingToRevert(pce.Policy, changes));
        pce.Policy.Revert(changes);
        pce.Events.Reverted(call);
        return Answer.NoContent;
    }

    /// <summary>201 by the OpenAPI; <c>[]</c> means the subset hangs on nothing else.</summary>
    public static Answer Dependencies(Pce pce, Call call)
    {
        var body = Body.Closed(call.Body, "sec_policy_dependencies_post", "operation", "change_subset")
            .Require("operation", "change_subset");
        var isCommit = body.OneOf("operation", "commit", "revert") is "commit";
        var changes = ChangeSubset.Read(pce, body);
        var missing = isCommit ? Closure.MissingToProvision(pce.Policy, changes) : Closure.MissingToRevert(pce.Policy, changes);
        return Answer.Created(
            new JsonArray([
                .. missing
                    .GroupBy(pair => pair.Missing.Key)
                    .Select(wanted => new JsonObject
                    {
                        ["dependency"] = new JsonObject { [wanted.Key.Kind.Plural()] = Href(pce, wanted.Key) },
                        ["required_by"] = new JsonObject(
                            wanted
                                .GroupBy(pair => pair.RequiredBy.Object.Kind)
                                .Select(kind =>
                                    KeyValuePair.Create<string, JsonNode?>(
                                        kind.Key.Plural(),
                                        new JsonArray([.. kind.Select(pair => Href(pce, pair.RequiredBy.Key))])
                                    )
                                )
                        ),
                    }),
            ])
        );
    }

    /// <summary>Whom a provisioning would concern. Without a subset it is about everything that is pending.</summary>
    public static Answer Impact(Pce pce, Call call)
    {
        var changes = ChangeSubset.Read(pce, Body.Closed(call.Body, "sec_policy_impact_post", "change_subset"));
        return Answer.Created(
            new JsonObject
            {
                ["num_sets"] = changes.Length,
                ["num_virtual_servers"] = 0,
                ["num_managed_workloads"] = Policy.Impact.Affected(pce, changes).Count,
                ["num_container_workloads"] = 0,
                ["num_unmanaged_workloads"] = 0,
                ["all_workloads_optimization"] = false,
            }
        );
    }

    private static JsonObject Write(Pce pce, PendingChange change)
    {
        var json = new JsonObject
        {
            ["href"] = pce.Org.Of("draft", change.Key),
            ["id"] = change.Object.Id,
            ["name"] = change.Object.Name,
            ["update_type"] = change.UpdateType,
            ["updated_at"] = Stamp.Text(change.Touched.At),
            ["updated_by"] = change.Touched.ByHref,
        };
        if (change.Object.Kind is PolicyKind.RuleSets)
        {
            json["related_ip_lists"] = Related(PolicyKind.IpLists);
            json["related_services"] = Related(PolicyKind.Services);
        }

        return json;

        JsonArray Related(PolicyKind kind) =>
            new([.. change.Object.References.Distinct().Where(key => key.Kind == kind).Select(key => Href(pce, key))]);
    }

    private static JsonObject Href(Pce pce, PolicyKey key) => new() { ["href"] = pce.Org.Of("draft", key) };
}
