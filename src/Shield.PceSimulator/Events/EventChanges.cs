using System.Text.Json.Nodes;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Services;

namespace Shield.PceSimulator.Events;

/// <summary>An element of resource_changes: what it was about, and each property before and after.</summary>
internal static class EventChanges
{
    public static JsonObject Of(Pce pce, string verb, PolicyObject? before, PolicyObject? after)
    {
        var named = after ?? before!;
        var resource = new JsonObject { ["href"] = pce.Org.Of("draft", named.Key), ["name"] = named.Name };
        if (named is RuleSet ruleSet)
        {
            resource["scopes"] = Scopes.Write(pce.Org, "draft", ruleSet);
        }

        if (named is LabelGroup group)
        {
            resource["key"] = group.LabelKey;
        }

        var (old, now) = (Properties(before), Properties(after));
        var changes = new JsonObject();
        foreach (var name in old.Concat(now).Select(property => property.Key).Distinct())
        {
            if (!JsonNode.DeepEquals(old[name], now[name]))
            {
                changes[name] = Change(old[name]?.DeepClone(), now[name]?.DeepClone());
            }
        }

        return Entry(named.Kind.Singular(), resource, changes, verb);
    }

    public static JsonObject OfRule(Pce pce, RuleSet ruleSet, Rule rule, string verb) =>
        Entry("sec_rule", new JsonObject { ["href"] = RuleSetJson.Href(pce, "draft", ruleSet, rule) }, [], verb);

    /// <summary>As in a lab PCE's sample (docs/pce.md#18-events), where rule sets are spelled <c>rulesets</c>.</summary>
    public static JsonObject OfVersion(Pce pce, PolicyVersion version)
    {
        var modified = new JsonObject();
        foreach (var kind in version.Modified.GroupBy(change => change.Object.Kind))
        {
            modified[kind.Key is PolicyKind.RuleSets ? "rulesets" : kind.Key.Plural()] = new JsonObject(
                kind.Select(change =>
                    KeyValuePair.Create<string, JsonNode?>(
                        pce.Org.Of("draft", change.Key),
                        new JsonObject { ["action"] = Action(change.UpdateType), ["name"] = change.Object.Name }
                    )
                )
            );
        }

        var resource = new JsonObject
        {
            ["href"] = pce.Org.Version(version.Version),
            ["commit_message"] = version.CommitMessage,
            ["version"] = version.Version,
            ["modified_objects"] = modified,
        };
        return Entry(
            "sec_policy",
            resource,
            new JsonObject
            {
                ["commit_message"] = Change(null, version.CommitMessage),
                ["version"] = Change(null, version.Version),
                ["workloads_affected"] = Change(null, version.Affected.Count),
            },
            "create"
        );
    }

    public static JsonObject OfRestore(Pce pce, PolicyVersion version) =>
        Entry(
            "sec_policy",
            new JsonObject
            {
                ["href"] = pce.Org.Version(version.Version),
                ["commit_message"] = version.CommitMessage,
                ["version"] = version.Version,
                ["modified_objects"] = new JsonObject(),
            },
            [],
            "update"
        );

    private static JsonObject Entry(string kind, JsonObject resource, JsonObject changes, string verb) =>
        new()
        {
            ["resource"] = new JsonObject { [kind] = resource },
            ["changes"] = changes,
            ["change_type"] = verb,
        };

    private static JsonObject Properties(PolicyObject? of)
    {
        if (of is null)
        {
            return [];
        }

        var json = new JsonObject
        {
            ["name"] = of.Name,
            ["description"] = of.Description,
            ["external_data_set"] = of.ExternalDataSet,
            ["external_data_reference"] = of.ExternalDataReference,
        };
        if (of is IpList list)
        {
            json["ip_ranges"] = IpListEndpoints.Ranges(list);
            json["fqdns"] = IpListEndpoints.Fqdns(list);
        }
        else if (of is RuleSet ruleSet)
        {
            json["enabled"] = ruleSet.Enabled;
        }
        else if (of is Service service)
        {
            json["service_ports"] = ServiceEndpoints.Ports(service);
        }

        return json;
    }

    private static JsonObject Change(JsonNode? before, JsonNode? after) => new() { ["before"] = before, ["after"] = after };

    private static string Action(string updateType) =>
        updateType switch
        {
            "create" => "created",
            "delete" => "deleted",
            _ => "modified",
        };
}
