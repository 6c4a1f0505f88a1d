namespace Shield.Core.Planning.Pce;

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
            RuleCondition.Missing => "missing",
        };

    /// <summary>Null for a word that names no condition.</summary>
    public static RuleCondition? Find(string word) =>
        Enum.GetValues<RuleCondition>().Cast<RuleCondition?>().FirstOrDefault(condition => condition!.Value.ToWord() == word);
}
