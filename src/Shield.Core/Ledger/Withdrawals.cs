using System.Collections.Immutable;

namespace Shield.Core.Ledger;

/// <summary>Which acts were taken back.</summary>
public static class Withdrawals
{
    /// <summary>By the id of each act that is taken back, the withdrawal that counts.</summary>
    public static ImmutableDictionary<string, Act> In(IEnumerable<Act> acts)
    {
        var found = ImmutableDictionary.CreateBuilder<string, Act>(StringComparer.Ordinal);

        // A withdrawal names an act that was recorded before it: so from the newest to the oldest each one's own fate is known when it is
        // looked at.
        foreach (
            var act in acts.Where(act => act.Withdraws is not null)
                .OrderByDescending(act => act.Order)
                .ThenByDescending(act => act.Id, StringComparer.Ordinal)
        )
        {
            if (!found.ContainsKey(act.Id))
            {
                found[act.Withdraws!] = act;
            }
        }

        return found.ToImmutable();
    }
}
