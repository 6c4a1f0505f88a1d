using System.Globalization;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Policy;

/// <summary>Provisioning, and the versions it makes (docs/pce.md#9-provisioning).</summary>
internal static class VersionEndpoints
{
    public static Answer Provision(Pce pce, Call call)
    {
        var body = Body.Closed(call.Body, "sec_policy_post", "update_description", "change_subset");
        var message = body.Text("update_description");
        var changes = ChangeSubset.Read(pce, body);
        if (changes is [])
        {
            throw ChangeSubset.NoDraft();
        }

        Closure.Demand(pce, Closure.MissingToProvision(pce.Policy, changes));
        var version = pce.Policy.Provision(changes, message, Impact.Affected(pce, changes), call.Stamp);
        pce.Events.Provisioned(pce, call, version);
        PartialPolicy.Tell(pce, version);
        return Answer.Created(Write(pce, version));
    }

    /// <summary>
    /// "No draft changes may be present when it is called" (man-rest 14757). unknown: strict. The token, and what the body holds: the
    /// version that was restored.
    /// </summary>
    public static Answer Restore(Pce pce, Call call)
    {
        Body.Closed(call.Body, "sec_policy_restore_post");
        var version = Find(pce, call);
        if (pce.Policy.Pending.Any())
        {
            throw Refusal.NotAcceptable("draft_changes_present", "Policy cannot be restored while there are draft changes");
        }

        pce.Policy.Restore(version, call.Stamp);
        pce.Events.Restored(pce, call, version);
        return Answer.Created(Write(pce, version));
    }

    public static Answer List(Pce pce, Call call) =>
        Collection.Of(pce, call, pce.Policy.Versions.Reverse(), version => Write(pce, version));

    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce, Find(pce, call)));

    public static Answer ModifiedObjects(Pce pce, Call call) =>
        Answer.Ok(
            new JsonArray([
                .. Find(pce, call)
                    .Modified.Select(change => new JsonObject
                    {
                        ["update_type"] = change.UpdateType,
                        ["object_type"] = change.Object.Kind.Plural(),
                        ["href"] = pce.Org.Of("active", change.Key),
                        ["name"] = change.Object.Name,
                        ["updated_at"] = Stamp.Text(change.Touched.At),
                        ["updated_by"] = change.Touched.ByHref,
                    }),
            ])
        );

    private static PolicyVersion Find(Pce pce, Call call) =>
        call.Route("version") switch
        {
            "active" => pce.Policy.Versions[^1],
            var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && pce.Policy.Versions.FirstOrDefault(version => version.Version == number) is { } version
                ? version
                : throw Refusal.NotFound(),
        };

    private static JsonObject Write(Pce pce, PolicyVersion version) =>
        new()
        {
            ["href"] = pce.Org.Version(version.Version),
            ["commit_message"] = version.CommitMessage,
            ["version"] = version.Version,
            ["workloads_affected"] = version.Affected.Count,
            ["object_counts"] = new JsonObject
            {
                ["rule_sets"] = Count(version, PolicyKind.RuleSets),
                ["ip_lists"] = Count(version, PolicyKind.IpLists),
                ["services"] = Count(version, PolicyKind.Services),
                ["virtual_services"] = Count(version, PolicyKind.VirtualServices),
                ["label_groups"] = Count(version, PolicyKind.LabelGroups),
                ["virtual_servers"] = 0,
                ["firewall_settings"] = 1,
                ["secure_connect_gateways"] = 0,
                ["enforcement_boundaries"] = Count(version, PolicyKind.EnforcementBoundaries),
            },
            ["created_at"] = Stamp.Text(version.Created.At),
            ["created_by"] = version.Created.ByHref,
        };

    private static int Count(PolicyVersion version, PolicyKind kind) => version.Content.Keys.Count(key => key.Kind == kind);
}
