using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Reach;

internal sealed record MatchedRule(RuleSet RuleSet, Rule Rule)
{
    public bool IsOverrideDeny => Rule is DenyRule { Override: true };

    public bool IsAllow => Rule is AllowRule;

    public bool IsDeny => Rule is DenyRule { Override: false };
}
