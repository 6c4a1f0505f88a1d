using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.RuleSets;

/// <summary>
/// The rules of one rule set, allow or deny: <c>{rule_set}/sec_rules</c>, <c>{rule_set}/deny_rules</c>. Any change makes the rule set
/// pending, never the rule by itself (docs/pce.md#8-draft-and-active). A PCE without deny rules answers 404 for them.
/// </summary>
internal static class RuleEndpoints
{
    /// <summary>Those of allow rules; deny rules carry no external reference, so none of them has the one that is asked for.</summary>
    private static readonly Filters<Rule> Filters = new([
        Filter.Whole<Rule>("external_data_set", (_, rule) => (rule as AllowRule)?.ExternalDataSet),
        Filter.Whole<Rule>("external_data_reference", (_, rule) => (rule as AllowRule)?.ExternalDataReference),
        Filter.ReadElsewhere<Rule>("max_results"),
    ]);

    public static Answer List(Pce pce, Call call)
    {
        DemandKnown(pce, call);
        var seen = PolicyReading.One<RuleSet>(pce, call);
        return Collection.Of(pce, call, Rules(seen.Object, call), Filters, rule => RuleSetJson.Write(pce, seen, rule));
    }

    public static Answer Get(Pce pce, Call call)
    {
        DemandKnown(pce, call);
        var seen = PolicyReading.One<RuleSet>(pce, call);
        return Answer.Ok(RuleSetJson.Write(pce, seen, Find(seen.Object, call)));
    }

    public static Answer Create(Pce pce, Call call)
    {
        DemandKnown(pce, call);
        var draft = PolicyReading.Draft(pce, call, PolicyKind.RuleSets);
        if (draft.Deleted is not null)
        {
            throw Refusal.NotAcceptable("rule_set_already_deleted", "Rule set has already been deleted"); // unknown: strict
        }

        var ruleSet = (RuleSet)draft.Object;
        Rule rule = IsDeny(call) ? NewDenyRule(pce, call) : NewAllowRule(pce, call);
        ruleSet = Put(pce, call, 201, ruleSet.With(rule), rule, "create");
        return Answer.Created(RuleSetJson.Write(pce, PolicyReading.See<RuleSet>(pce, pce.Policy.Draft[ruleSet.Key]), rule));
    }

    public static Answer Update(Pce pce, Call call)
    {
        DemandKnown(pce, call);
        var ruleSet = (RuleSet)PolicyReading.Draft(pce, call, PolicyKind.RuleSets).Object;
        Rule changed = Find(ruleSet, call) switch
        {
            AllowRule rule => Changed(pce, call, rule),
            var rule => Changed(pce, call, (DenyRule)rule),
        };
        changed = changed with { Updated = call.Stamp };
        Put(pce, call, 204, ruleSet.With(changed), changed, "update");
        return Answer.NoContent;
    }

    public static Answer Delete(Pce pce, Call call)
    {
        DemandKnown(pce, call);
        var ruleSet = (RuleSet)PolicyReading.Draft(pce, call, PolicyKind.RuleSets).Object;
        var rule = Find(ruleSet, call);
        if (rule.Deleted is not null)
        {
            throw Refusal.NotAcceptable($"{rule.Collection[..^1]}_already_deleted", "Rule has already been deleted");
        }

        var left = IsActive(pce, ruleSet.Key, rule) ? ruleSet.With(rule with { Deleted = call.Stamp }) : ruleSet.Without(rule);
        Put(pce, call, 204, left, rule, "delete");
        return Answer.NoContent;
    }

    /// <summary>Whether the rule was provisioned, so that its deletion must be, too.</summary>
    public static bool IsActive(Pce pce, PolicyKey ruleSet, Rule rule) => ActiveOf(pce, ruleSet, rule) is not null;

    public static Rule? ActiveOf(Pce pce, PolicyKey ruleSet, Rule rule) =>
        (pce.Policy.Active.GetValueOrDefault(ruleSet) as RuleSet)?.AllRules.FirstOrDefault(active =>
            active.Id == rule.Id && active.Collection == rule.Collection
        );

    private static bool IsDeny(Call call) => call.Route("rules") is "deny_rules";

    private static void DemandKnown(Pce pce, Call call)
    {
        if (call.Route("rules") is not ("sec_rules" or "deny_rules") || (IsDeny(call) && !pce.Options.DenyRules))
        {
            throw Refusal.NotFound();
        }
    }

    private static IReadOnlyCollection<Rule> Rules(RuleSet ruleSet, Call call) =>
        IsDeny(call) ? [.. ruleSet.DenyRules] : [.. ruleSet.Rules];

    private static Rule Find(RuleSet ruleSet, Call call) =>
        Rules(ruleSet, call).FirstOrDefault(rule => rule.Id == call.Id("rule")) ?? throw Refusal.NotFound();

    private static AllowRule NewAllowRule(Pce pce, Call call)
    {
        var reader = new RuleBody(pce, "sec_policy_rule_sets_sec_rules_post");
        var body = reader.ReadAllow(call.Body, "#/");
        RuleBody.RequireAllow(body);
        return reader.ApplyTo(
            new AllowRule
            {
                Id = pce.Policy.NextId("sec_rules"),
                Created = call.Stamp,
                Updated = call.Stamp,
            },
            body
        );
    }

    private static DenyRule NewDenyRule(Pce pce, Call call)
    {
        var reader = new RuleBody(pce, "sec_policy_rule_sets_deny_rules_post");
        var body = reader.ReadDeny(call.Body);
        RuleBody.RequireDeny(body);
        return reader.ApplyTo(
            new DenyRule
            {
                Id = pce.Policy.NextId("deny_rules"),
                Created = call.Stamp,
                Updated = call.Stamp,
            },
            body
        );
    }

    private static AllowRule Changed(Pce pce, Call call, AllowRule rule)
    {
        var reader = new RuleBody(pce, "sec_policy_rule_sets_sec_rules_put");
        return reader.ApplyTo(rule, reader.ReadAllow(call.Body, "#/", "update_type"));
    }

    private static DenyRule Changed(Pce pce, Call call, DenyRule rule)
    {
        var reader = new RuleBody(pce, "sec_policy_rule_sets_deny_rules_put");
        return reader.ApplyTo(rule, reader.ReadDeny(call.Body));
    }

    private static RuleSet Put(Pce pce, Call call, int status, RuleSet ruleSet, Rule rule, string verb)
    {
        ruleSet = ruleSet with { Updated = call.Stamp };
        Scopes.Check(pce, ruleSet);
        pce.Policy.Put(ruleSet);
        pce.Events.RuleChanged(pce, call, status, ruleSet, rule, verb);
        return ruleSet;
    }
}
