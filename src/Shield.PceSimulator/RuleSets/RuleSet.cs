using System.Collections.Immutable;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.RuleSets;

/// <summary>
/// Rules with the scopes they hold in. Its rules are provisioned with it, never by themselves (docs/pce.md#8-draft-and-active).
/// </summary>
internal sealed record RuleSet : PolicyObject
{
    public override PolicyKind Kind => PolicyKind.RuleSets;

    public bool Enabled { get; init; } = true;

    /// <summary>Alternatives, each a set of labels; an empty one is everything.</summary>
    public required ImmutableArray<ImmutableArray<ScopeLabel>> Scopes { get; init; }

    public ImmutableArray<AllowRule> Rules { get; init; } = [];

    public ImmutableArray<DenyRule> DenyRules { get; init; } = [];

    public IEnumerable<Rule> AllRules => Rules.Concat<Rule>(DenyRules);

    public override IEnumerable<PolicyKey> References =>
        [.. Scopes.SelectMany(scope => scope).SelectMany(label => label.What.References), .. AllRules.SelectMany(rule => rule.References)];

    /// <summary>Without the rules that were to be deleted.</summary>
    public override PolicyObject Provisioned =>
        AllRules.All(rule => rule.Deleted is null)
            ? this
            : this with
            {
                Rules = [.. Rules.Where(rule => rule.Deleted is null)],
                DenyRules = [.. DenyRules.Where(rule => rule.Deleted is null)],
            };

    public RuleSet With(Rule rule) =>
        rule is AllowRule allow ? this with { Rules = Set(Rules, allow) } : this with { DenyRules = Set(DenyRules, (DenyRule)rule) };

    public RuleSet Without(Rule rule) =>
        rule is AllowRule allow ? this with { Rules = Rules.Remove(allow) } : this with { DenyRules = DenyRules.Remove((DenyRule)rule) };

    private static ImmutableArray<T> Set<T>(ImmutableArray<T> rules, T rule)
        where T : Rule
    {
        for (var index = 0; index < rules.Length; index++)
        {
            if (rules[index].Id == rule.Id)
            {
                return rules.SetItem(index, rule);
            }
        }

        return rules.Add(rule);
    }
}

/// <summary>One label or label group of a scope.</summary>
internal sealed record ScopeLabel(LabelChoice What, bool Exclusion);
