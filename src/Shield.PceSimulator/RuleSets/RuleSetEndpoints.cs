using System.Collections.Immutable;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.RuleSets;

/// <summary>pce-api.md 3.1, 10.</summary>
internal static class RuleSetEndpoints
{
    private static readonly string[] Properties =
        ["name", "description", "external_data_set", "external_data_reference", "enabled", "scopes", "rules", "ip_tables_rules"];

    public static Answer List(Pce pce, Call call)
    {
        var (name, description) = (call.Query("name"), call.Query("description"));
        var (set, reference) = (call.Query("external_data_set"), call.Query("external_data_reference"));
        return Collection.Of(
            pce,
            call,
            PolicyReading.All<RuleSet>(pce, call),
            seen => Collection.Contains(seen.Object.Name, name)
                && Collection.Contains(seen.Object.Description, description)
                && Collection.Equals(seen.Object.ExternalDataSet, set)
                && Collection.Equals(seen.Object.ExternalDataReference, reference),
            seen => RuleSetJson.Write(pce, seen));
    }

    public static Answer Get(Pce pce, Call call) => Answer.Ok(RuleSetJson.Write(pce, PolicyReading.One<RuleSet>(pce, call)));

    public static Answer Create(Pce pce, Call call)
    {
        var body = Body.Closed(call.Body, "sec_policy_rule_sets_post", Properties).Require("name", "scopes");
        var blank = new RuleSet { Id = 0, Name = "", Scopes = [], Created = call.Stamp, Updated = call.Stamp };
        var ruleSet = ApplyTo(pce, call, blank, body, "sec_policy_rule_sets_post") with { Id = pce.Policy.NextId("rule_sets") };

        pce.Policy.Put(ruleSet);
        pce.Events.Changed(pce, call, 201, null, ruleSet);
        return Answer.Created(RuleSetJson.Write(pce, PolicyReading.See<RuleSet>(pce, pce.Policy.Draft[ruleSet.Key])));
    }

    public static Answer Update(Pce pce, Call call)
    {
        var before = Find(pce, call);
        var body = Body.Closed(call.Body, "sec_policy_rule_sets_put", [.. Properties, "update_type"]);
        body.OneOf("update_type", "create", "update", "delete");
        var ruleSet = ApplyTo(pce, call, before, body, "sec_policy_rule_sets_put");

        pce.Policy.Put(ruleSet);
        pce.Events.Changed(pce, call, 204, before, ruleSet);
        return Answer.NoContent;
    }

    public static Answer Delete(Pce pce, Call call)
    {
        var ruleSet = Find(pce, call);
        if (pce.Policy.Draft[ruleSet.Key].Deleted is not null)
        {
            throw Refusal.NotAcceptable("rule_set_already_deleted", "Rule set has already been deleted");
        }

        pce.Policy.Delete(ruleSet.Key, call.Stamp);
        pce.Events.Changed(pce, call, 204, ruleSet, null);
        return Answer.NoContent;
    }

    private static RuleSet Find(Pce pce, Call call) => (RuleSet)PolicyReading.Draft(pce, call, PolicyKind.RuleSets).Object;

    private static RuleSet ApplyTo(Pce pce, Call call, RuleSet ruleSet, Body body, string schema)
    {
        if (body.Items("ip_tables_rules") is { Count: > 0 })
        {
            throw Refusal.Invalid("The simulator knows no ip_tables_rules");
        }

        var changed = ruleSet with
        {
            Name = body.Has("name") ? PolicyText.Name(body) : ruleSet.Name,
            Description = body.Has("description") ? PolicyText.Description(body) : ruleSet.Description,
            ExternalDataSet = body.Has("external_data_set") ? PolicyText.External(body, "external_data_set") : ruleSet.ExternalDataSet,
            ExternalDataReference = body.Has("external_data_reference") ? PolicyText.External(body, "external_data_reference") : ruleSet.ExternalDataReference,
            Enabled = body.Flag("enabled") ?? ruleSet.Enabled,
            Scopes = body.Has("scopes") ? Scopes.Read(pce, body) : ruleSet.Scopes,
            Rules = body.Has("rules") ? Rules(pce, call, ruleSet, body, schema) : ruleSet.Rules,
            Updated = call.Stamp,
        };
        Scopes.Check(pce, changed);
        PolicyText.DemandUnique(pce.Policy, changed, "rule_set_name_in_use", "Rule set name is already in use");
        return changed;
    }

    /// <summary>The whole array: an element with an href changes that rule, one without is new, what is not named goes.</summary>
    private static ImmutableArray<AllowRule> Rules(Pce pce, Call call, RuleSet ruleSet, Body body, string schema)
    {
        var reader = new RuleBody(pce, schema);
        var kept = new List<AllowRule>();
        foreach (var (item, where) in body.Items("rules")!)
        {
            var rule = reader.ReadAllow(item, where, "href", "update_type");
            if (rule.Text("href") is { } href)
            {
                var before = ruleSet.Rules.FirstOrDefault(each => RuleSetJson.Href(pce, "draft", ruleSet, each) == href) ?? throw Refusal.InvalidUri(href);
                kept.Add(reader.ApplyTo(before, rule) with { Updated = call.Stamp });
            }
            else
            {
                RuleBody.RequireAllow(rule);
                kept.Add(reader.ApplyTo(new AllowRule { Id = pce.Policy.NextId("sec_rules"), Created = call.Stamp, Updated = call.Stamp }, rule));
            }
        }

        var gone = ruleSet.Rules.Where(rule => !kept.Any(each => each.Id == rule.Id) && RuleEndpoints.IsActive(pce, ruleSet.Key, rule));
        return [.. kept, .. gone.Select(rule => rule.Deleted is null ? rule with { Deleted = call.Stamp } : rule)];
    }
}
