using System.Collections.Immutable;

namespace Shield.Core.Reconciling;

/// <summary>
/// What one provisioning makes active: never nothing, because an absent or empty change_subset would commit everybody's pending
/// work (pce-api.md 2.2), and so there is no way to make an empty one.
/// </summary>
public sealed record ChangeSubset
{
    private ChangeSubset(ImmutableArray<string> ipLists, ImmutableArray<string> ruleSets) => (IpLists, RuleSets) = (ipLists, ruleSets);

    /// <summary>Draft hrefs.</summary>
    public ImmutableArray<string> IpLists { get; }

    public ImmutableArray<string> RuleSets { get; }

    public static ChangeSubset OfLists(string first, params IEnumerable<string> others) => new([first, .. others], []);

    public static ChangeSubset OfRuleSet(string ruleSet, params IEnumerable<string> ipLists) => new([.. ipLists], [ruleSet]);

    public static ChangeSubset OfRuleSets(string first, IEnumerable<string> others, IEnumerable<string> ipLists) => new([.. ipLists], [first, .. others]);
}
