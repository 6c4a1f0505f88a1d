using System.Text.Json.Nodes;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.RuleSets;

/// <summary>Rule sets and rules as they are read, every default filled in (docs/pce.md#10-rules).</summary>
internal static class RuleSetJson
{
    public static string Href(Pce pce, string pversion, RuleSet ruleSet, Rule rule) =>
        $"{pce.Org.Of(pversion, ruleSet.Key)}/{rule.Collection}/{rule.Id}";

    public static JsonObject Write(Pce pce, PolicyReading.Seen<RuleSet> seen)
    {
        var json = WriteHead(pce, seen);
        json["rules"] = new JsonArray([.. seen.Object.Rules.Select(rule => Write(pce, seen, rule))]);
        if (pce.Options.DenyRules)
        {
            json["deny_rules"] = new JsonArray([.. seen.Object.DenyRules.Select(rule => Write(pce, seen, rule))]);
        }

        json["ip_tables_rules"] = new JsonArray();
        return json;
    }

    /// <summary>Without its rules: as policy_check names the rule set of a rule.</summary>
    public static JsonObject WriteHead(Pce pce, PolicyReading.Seen<RuleSet> seen)
    {
        var json = PolicyReading.Head(pce, seen);
        json["description"] = seen.Object.Description;
        json["enabled"] = seen.Object.Enabled;
        json["scopes"] = Scopes.Write(pce.Org, seen.Pversion, seen.Object);
        return json;
    }

    public static JsonObject Write(Pce pce, PolicyReading.Seen<RuleSet> seen, Rule rule)
    {
        var json = new JsonObject { ["href"] = Href(pce, seen.Pversion, seen.Object, rule) };
        Stamp.Write(json, rule.Created, rule.Updated, rule.Deleted);
        if (seen.Pversion is "draft")
        {
            json["update_type"] = UpdateType(pce, seen, rule);
        }

        json["enabled"] = rule.Enabled;
        json["description"] = rule.Description;
        json["providers"] = new JsonArray([.. rule.Providers.Select(actor => actor.Write(pce.Org, seen.Pversion))]);
        json["consumers"] = new JsonArray([.. rule.Consumers.Select(actor => actor.Write(pce.Org, seen.Pversion))]);
        json["ingress_services"] = new JsonArray([.. rule.IngressServices.Select(use => use.Write(pce.Org, seen.Pversion))]);
        json["unscoped_consumers"] = rule.UnscopedConsumers;
        json["network_type"] = rule.NetworkType;
        if (rule is AllowRule allow)
        {
            Write(json, allow);
        }
        else
        {
            json["override"] = ((DenyRule)rule).Override;
            json["egress_services"] = new JsonArray([
                .. ((DenyRule)rule).EgressServices.Select(key => new JsonObject { ["href"] = pce.Org.Of(seen.Pversion, key) }),
            ]);
        }

        return json;
    }

    private static void Write(JsonObject json, AllowRule rule)
    {
        json["external_data_set"] = rule.ExternalDataSet;
        json["external_data_reference"] = rule.ExternalDataReference;
        json["resolve_labels_as"] = new JsonObject
        {
            ["providers"] = Words(rule.ResolveProvidersAs),
            ["consumers"] = Words(rule.ResolveConsumersAs),
        };
        json["consuming_security_principals"] = new JsonArray();
        json["sec_connect"] = rule.SecConnect;
        json["stateless"] = rule.Stateless;
        json["machine_auth"] = rule.MachineAuth;
        json["use_workload_subnets"] = Words(rule.UseWorkloadSubnets);
    }

    public static string? UpdateType(Pce pce, PolicyReading.Seen<RuleSet> seen, Rule rule) =>
        (RuleEndpoints.ActiveOf(pce, seen.Object.Key, rule), rule.Deleted ?? seen.Deleted) switch
        {
            (null, _) => "create",
            (_, not null) => "delete",
            var (active, _) => ReferenceEquals(active, rule) ? null : "update",
        };

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
