using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Operating.Words;

/// <summary>Why a rule of ours blocks nobody, and what is to be done about that.</summary>
public static class RuleText
{
    /// <param name="condition">Of the rule.</param>
    /// <param name="list">The list that the rule should use; the list of domains has a rule of its own, with its own remedy. Null where it
    /// is not known.</param>
    /// <param name="mode">In exclusion mode the rules are other people's.</param>
    public static string RemedyOf(RuleCondition condition, ListPurpose? list, PceMode mode) =>
        condition switch
        {
            RuleCondition.Disabled =>
                "where nobody wants it off any more, enable rule and rule set in the PCE's console and provision: Shield never does",
            RuleCondition.Missing when mode is PceMode.Exclusion =>
                "shield init shows the allow rules that use Any; shield init --rule HREF --apply lets one of them use our list",
            RuleCondition.Missing or RuleCondition.NotProvisioned when list is ListPurpose.Domains => "shield init --domains --apply",
            RuleCondition.Missing or RuleCondition.NotProvisioned => "shield init --apply",
            RuleCondition.PendingDeletion => "revert the deletion in the PCE's console, or provision it and run shield init --apply",
            RuleCondition.Inverted => "take our list out of that rule at once: it keeps everybody out, or lets only the malicious in",
            RuleCondition.Misshapen or RuleCondition.InForce =>
                "put the rule right in the PCE's console, or delete and provision it and run shield init --apply",
        };

    /// <summary>Why a list blocks nobody, as a half sentence.</summary>
    public static string WhyOf(RuleCondition condition) => ReasonText.Of(ReasonOf(condition));

    /// <summary>The condition that a reason code is about, as <c>rule-disabled</c> is; null where it is about no rule.</summary>
    public static RuleCondition? Find(string reason) =>
        reason.StartsWith(Rule, StringComparison.Ordinal) ? RuleConditionWords.Find(reason[Rule.Length..]) : null;

    private const string Rule = "rule-";

    private static string ReasonOf(RuleCondition condition) => Rule + condition.ToWord();
}
