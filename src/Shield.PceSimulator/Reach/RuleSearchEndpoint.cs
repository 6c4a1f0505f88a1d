using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Reach;

/// <summary>
/// <c>POST …/rule_search</c> (docs/pce.md#14-asking-the-policy): the rules that name what is asked for, as an object of four arrays.
/// unknown: strict. On each side that is asked for, a rule must name one of these very actors. For example, a label does not find a rule
/// that names a workload with this label.
/// </summary>
internal static class RuleSearchEndpoint
{
    private const string Schema = "sec_policy_rule_search_post";

    private static readonly string[] Properties =
    [
        "enabled",
        "description",
        "ingress_services",
        "sec_connect",
        "machine_auth",
        "stateless",
        "providers",
        "consumers",
        "consuming_security_principals",
        "unscoped_consumers",
        "update_type",
        "resolve_actors",
        "rule_types",
    ];

    public static Answer Post(Pce pce, Call call)
    {
        if (!pce.Options.DenyRules)
        {
            throw Refusal.NotFound(); // An older PCE answers an array, which nobody here reads.
        }

        // max_results is in no schema, so it is 406, although pylo sends it (docs/pce.md#14-asking-the-policy).
        var body = Body.Closed(call.Body, Schema, Properties);
        var reader = new RuleBody(pce, Schema);
        var (providers, consumers) = (reader.ReadActors(body, "providers"), reader.ReadActors(body, "consumers"));
        var services = reader.ReadServices(body);
        var enabled = body.Flag("enabled");
        var more = More(pce, body);
        string[] types = [.. (body.Items("rule_types") ?? []).Select(item => item.Value.GetString()!)];

        var found = new JsonObject
        {
            ["sec_rules"] = new JsonArray(),
            ["deny_rules"] = new JsonArray(),
            ["override_deny_rules"] = new JsonArray(),
            ["ip_tables_rules"] = new JsonArray(),
        };
        foreach (var seen in PolicyReading.All<RuleSet>(pce, call))
        {
            foreach (
                var rule in seen.Object.AllRules.Where(rule =>
                    Names(rule.Providers, providers)
                    && Names(rule.Consumers, consumers)
                    && (services is null || rule.IngressServices.Any(services.Contains))
                    && (enabled is null || rule.Enabled == enabled)
                    && more(seen, rule)
                )
            )
            {
                var json = RuleSetJson.Write(pce, seen, rule);
                json["rule_set"] = RuleSetJson.WriteHead(pce, seen);
                found[TypeOf(rule)]!.AsArray().Add((JsonNode)json);
            }
        }

        foreach (var type in found.Select(pair => pair.Key).ToArray().Where(type => types is not [] && !types.Contains(type)))
        {
            found[type] = new JsonArray();
        }

        return Answer.Created(found);
    }

    /// <summary>What else a search may ask of a rule. Deny rules have none of the flags of allow rules.</summary>
    private static Func<PolicyReading.Seen<RuleSet>, Rule, bool> More(Pce pce, Body body)
    {
        if (body.Flag("resolve_actors") is true)
        {
            throw Refusal.NotSimulated("resolve_actors in a search for rules");
        }

        var description = body.Text("description");
        var (secConnect, machineAuth) = (body.Flag("sec_connect"), body.Flag("machine_auth"));
        var (stateless, unscoped) = (body.Flag("stateless"), body.Flag("unscoped_consumers"));
        var update = body.OneOf("update_type", "create", "update", "delete");
        var principals = body.Items("consuming_security_principals") is { Count: > 0 };
        return (seen, rule) =>
            !principals // No rule here names one.
            && Collection.Contains(rule.Description, description)
            && (unscoped is null || rule.UnscopedConsumers == unscoped)
            && (secConnect is null || (rule as AllowRule)?.SecConnect == secConnect)
            && (machineAuth is null || (rule as AllowRule)?.MachineAuth == machineAuth)
            && (stateless is null || (rule as AllowRule)?.Stateless == stateless)
            && (update is null || (seen.Pversion is "draft" && RuleSetJson.UpdateType(pce, seen, rule) == update));
    }

    private static bool Names(IEnumerable<Actor> side, IReadOnlyCollection<Actor>? wanted) => wanted is null || side.Any(wanted.Contains);

    private static string TypeOf(Rule rule) =>
        rule switch
        {
            DenyRule { Override: true } => "override_deny_rules",
            DenyRule => "deny_rules",
            _ => "sec_rules",
        };
}
