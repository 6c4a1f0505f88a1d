using Shield.Core.FindingTypes;
using Shield.Core.Planning;

namespace Shield.Cli.Words;

/// <summary>What is to be done about a rule of ours that blocks nobody.</summary>
public static class RuleText
{
    /// <param name="condition">Its word.</param>
    /// <param name="list">The list that the rule should use: that of the names has a rule of its own.</param>
    /// <param name="mode">In exclusion mode the rules are other people's.</param>
    public static string RemedyOf(string condition, string list, string mode) =>
        condition switch
        {
            "disabled" =>
                "where nobody wants it off any more, enable rule and rule set in the PCE's console and provision: Shield never does",
            "missing" when mode is "exclusion" =>
                "shield init shows the allow rules that use Any; shield init --rule HREF --apply lets one of them use our list",
            "missing" or "not-provisioned" when list is "domains" => "shield init --domains --apply",
            "missing" or "not-provisioned" => "shield init --apply",
            "pending-deletion" => "revert the deletion in the PCE's console, or provision it and run shield init --apply",
            "inverted" => "take our list out of that rule at once: it keeps everybody out, or lets only the malicious in",
            _ => "put the rule right in the PCE's console, or delete and provision it and run shield init --apply",
        };

    /// <summary>Why a list blocks nobody, as a half sentence.</summary>
    public static string WhyOf(string condition) => ReasonText.Of($"rule-{condition}");

    internal static string RemedyOf(BlockingRule rule, PceMode mode) =>
        RemedyOf(rule.Condition.ToWord(), rule.List.ToWord(), mode.ToWord());
}
