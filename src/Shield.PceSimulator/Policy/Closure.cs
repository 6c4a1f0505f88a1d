using System.Collections.Immutable;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// "The request would be rejected if the list does not constitute a dependency closure" (schema sec_policy_post). For example, a rule set
/// becomes active only together with a new IP list that its rules name, and a list goes only where no active rule names it.
/// </summary>
internal static class Closure
{
    /// <summary>Of the pending changes that are not among these, those that must go along, and which of these wants them.</summary>
    public static ImmutableArray<(PendingChange Missing, PendingChange RequiredBy)> MissingToProvision(
        PolicyBook policy,
        IReadOnlyCollection<PendingChange> changes
    )
    {
        var others = policy.Pending.Where(change => !changes.Any(mine => mine.Key == change.Key)).ToDictionary(change => change.Key);
        var deleted = changes.Where(change => change.UpdateType is "delete").ToDictionary(change => change.Key);
        return
        [
            // A new list that a rule of ours names.
            .. from change in changes
            where change.UpdateType is not "delete"
            from wanted in change.Object.Provisioned.References.Distinct()
            where others.TryGetValue(wanted, out var other) && other.UpdateType is "create"
            select (others[wanted], change),
            // Somebody's rule, still active, that names a list whose deletion is ours: its own change must go along.
            .. from user in policy.Active.Values
            where others.ContainsKey(user.Key)
            from gone in user.References.Distinct()
            where deleted.ContainsKey(gone)
            select (others[user.Key], deleted[gone]),
        ];
    }

    /// <summary>
    /// The same for taking back: a new list cannot go while a draft rule names it, nor a rule come back without its list.
    /// </summary>
    public static ImmutableArray<(PendingChange Missing, PendingChange RequiredBy)> MissingToRevert(
        PolicyBook policy,
        IReadOnlyCollection<PendingChange> changes
    )
    {
        var others = policy.Pending.Where(change => !changes.Any(mine => mine.Key == change.Key)).ToDictionary(change => change.Key);
        var created = changes.Where(change => change.UpdateType is "create").ToDictionary(change => change.Key);
        return
        [
            .. from user in others.Values
            where user.UpdateType is not "delete"
            from gone in user.Object.Provisioned.References.Distinct()
            where created.ContainsKey(gone)
            select (user, created[gone]),
            .. from change in changes
            where policy.Active.ContainsKey(change.Key)
            from wanted in policy.Active[change.Key].References.Distinct()
            where others.TryGetValue(wanted, out var other) && other.UpdateType is "delete"
            select (others[wanted], change),
        ];
    }

    public static void Demand(Pce pce, ImmutableArray<(PendingChange Missing, PendingChange RequiredBy)> missing)
    {
        if (missing is [var (first, by), ..])
        {
            // unknown: strict. Only that it is rejected is documented, not the token.
            throw Refusal.NotAcceptable(
                "change_subset_not_dependency_closure",
                $"The change subset is not a dependency closure: {pce.Org.Of("draft", by.Key)} requires {pce.Org.Of("draft", first.Key)}"
            );
        }
    }
}
