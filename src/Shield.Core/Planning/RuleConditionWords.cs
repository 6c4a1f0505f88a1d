namespace Shield.Core.Planning;

public static class RuleConditionWords
{
    /// <summary>The contract's word, lower case with hyphens.</summary>
    public static string ToWord(this RuleCondition condition) =>
        condition switch
        {
            RuleCondition.InForce => "in-force",
            RuleCondition.NotProvisioned => "not-provisioned",
            RuleCondition.Disabled => "disabled",
            RuleCondition.Misshapen => "misshapen",
            RuleCondition.PendingDeletion => "pending-deletion",
            RuleCondition.Inverted => "inverted",
            _ => "missing",
        };
}
