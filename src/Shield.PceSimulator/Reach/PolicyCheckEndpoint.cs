using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Reach;

/// <summary>
/// <c>GET …/policy_check</c> (docs/pce.md#14-asking-the-policy): the rules that speak about a connection, from the same matching that
/// the truth table uses. It tells what the policy says, not what a host does, so the mode of a workload does not matter.
/// </summary>
internal static class PolicyCheckEndpoint
{
    private static readonly Filters<Flow> Unknown = new([
        .. Filter.NotBuilt<Flow>("src_container_workload", "dst_container_workload", "service", "network_type"),
    ]);

    public static Answer Get(Pce pce, Call call)
    {
        if (!pce.Options.DenyRules)
        {
            throw Refusal.NotFound(); // New in 25.2.10.
        }

        Unknown.Read(pce, call);
        var flow = new Flow(
            Read(pce, call, "src_external_ip", "src_workload"),
            Read(pce, call, "dst_external_ip", "dst_workload"),
            call.QueryNumber("protocol"),
            call.QueryNumber("port")
        );
        var seen = PolicyReading.All<RuleSet>(pce, call).Where(each => each.Deleted is null).ToDictionary(each => each.Object.Key);
        var matching = new RuleMatching(PolicyReading.Content(pce, call), pce.Labels, pce.Options.HonourNamesInDenyRules);
        MatchedRule[] rules =
        [
            .. (flow.Destination.Workload is null ? [] : matching.AtEnd(flow, inbound: true))
                .Concat(flow.Source.Workload is null ? [] : matching.AtEnd(flow, inbound: false))
                .DistinctBy(rule => (rule.Rule.Collection, rule.Rule.Id)),
        ];
        return Answer.Ok(
            new JsonObject
            {
                ["sec_rules"] = Write(rule => rule.IsAllow),
                ["deny_rules"] = Write(rule => rule.IsDeny),
                ["override_deny_rules"] = Write(rule => rule.IsOverrideDeny),
            }
        );

        JsonArray Write(Func<MatchedRule, bool> which) =>
            new([
                .. rules
                    .Where(which)
                    .Select(rule =>
                    {
                        var ruleSet = seen[rule.RuleSet.Key];
                        var json = RuleSetJson.Write(pce, ruleSet, rule.Rule);
                        json["rule_set"] = RuleSetJson.WriteHead(pce, ruleSet);
                        return json;
                    }),
            ]);
    }

    /// <summary>unknown: strict. All parameters are said to be optional; what an absent side means is not said, so it is refused.</summary>
    private static Party Read(Pce pce, Call call, string external, string workload) =>
        (call.Query(external), call.Query(workload)) switch
        {
            ({ } text, null) => Party.TryOfAddress(pce.Workloads, text, out var party)
                ? party with
                {
                    Workload = null,
                }
                : throw Refusal.NotAcceptable("invalid_ip_address", $"Invalid IP address specified: {text}"),
            (null, { } href) => Party.Of(pce.Workloads.Find(pce.Org, href) ?? throw Refusal.InvalidUri(href)),
            _ => throw Refusal.Invalid($"One of {external} and {workload} must be given"),
        };
}
