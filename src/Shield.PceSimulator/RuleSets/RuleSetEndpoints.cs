using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.RuleSets;

/// <summary>The rule sets: read, made, changed, deleted (docs/pce.md#10-rules).</summary>
internal sealed class RuleSetEndpoints : PolicyCollection<RuleSet>
{
    protected override PolicyKind Kind => PolicyKind.RuleSets;

    protected override string Title => "Rule set";

    protected override string[] Properties => ["enabled", "scopes", "rules", "ip_tables_rules"];

    protected override string[] Required => ["name", "scopes"];

    protected override (string[] Post, string[] Put) OnlyIn => ([], ["update_type"]);

    protected override (string Token, string Message)? NameIsTaken => ("rule_set_name_in_use", "Rule set name is already in use");

    protected override bool SystemsMayChange => true;

    /// <summary>unknown: strict. Of the labels of one list, a scope must name all.</summary>
    protected override IEnumerable<Filter<PolicyReading.Seen<RuleSet>>> Filters =>
        [
            .. base.Filters,
            new(
                "labels",
                (pce, value) =>
                    InScopes([.. HrefLists.Read("labels", value).Select(all => all.Select(href => LabelHref.Read(pce, href)).ToArray())])
            ),
        ];

    private static Func<PolicyReading.Seen<RuleSet>, bool> InScopes(long[][] wanted) =>
        seen =>
            seen.Object.Scopes.Any(scope =>
                wanted.Any(all => all.All(label => scope.Any(each => each.What is LabelChoice.One one && one.Label == label)))
            );

    protected override RuleSet Blank(Stamp now) =>
        new()
        {
            Id = 0,
            Name = "",
            Scopes = [],
            Created = now,
            Updated = now,
        };

    protected override RuleSet ApplyTo(Pce pce, Call call, RuleSet before, Body body, string schema)
    {
        body.OneOf("update_type", "create", "update", "delete");
        if (body.Items("ip_tables_rules") is { Count: > 0 })
        {
            throw Refusal.NotSimulated("ip_tables_rules");
        }

        var changed = before with
        {
            Enabled = body.Flag("enabled") ?? before.Enabled,
            Scopes = body.Has("scopes") ? Scopes.Read(pce, body) : before.Scopes,
            Rules = body.Has("rules") ? Rules(pce, call, before, body, schema) : before.Rules,
        };
        Scopes.Check(pce, changed);
        return changed;
    }

    protected override JsonObject Write(Pce pce, PolicyReading.Seen<RuleSet> seen) => RuleSetJson.Write(pce, seen);

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
                var before =
                    ruleSet.Rules.FirstOrDefault(each => RuleSetJson.Href(pce, "draft", ruleSet, each) == href)
                    ?? throw Refusal.InvalidUri(href);
                kept.Add(reader.ApplyTo(before, rule) with { Updated = call.Stamp });
            }
            else
            {
                RuleBody.RequireAllow(rule);
                kept.Add(
                    reader.ApplyTo(
                        new AllowRule
                        {
                            Id = pce.Policy.NextId("sec_rules"),
                            Created = call.Stamp,
                            Updated = call.Stamp,
                        },
                        rule
                    )
                );
            }
        }

        var gone = ruleSet.Rules.Where(rule => !kept.Any(each => each.Id == rule.Id) && RuleEndpoints.IsActive(pce, ruleSet.Key, rule));
        return [.. kept, .. gone.Select(rule => rule.Deleted is null ? rule with { Deleted = call.Stamp } : rule)];
    }
}
