using System.Collections.Immutable;

namespace Shield.Core.Reconciling;

/// <summary>
/// What one provisioning makes active. It cannot be empty: a PCE that gets no change_subset, or an empty one, provisions everybody's
/// pending work (docs/pce.md#9-provisioning).
/// </summary>
public sealed record ChangeSubset
{
    private ChangeSubset(ImmutableArray<string> ipLists, ImmutableArray<string> ruleSets) => (IpLists, RuleSets) = (ipLists, ruleSets);

    /// <summary>Draft hrefs.</summary>
    public ImmutableArray<string> IpLists { get; }

    public ImmutableArray<string> RuleSets { get; }

    public static ChangeSubset OfLists(string first, params IEnumerable<string> others) => new([first, .. others], []);

    public static ChangeSubset OfRuleSet(string ruleSet, params IEnumerable<string> ipLists) => new([.. ipLists], [ruleSet]);

    public static ChangeSubset OfRuleSets(string first, IEnumerable<string> others, IEnumerable<string> ipLists) =>
        new([.. ipLists], [first, .. others]);
}
