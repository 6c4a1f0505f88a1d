using System.Collections.Immutable;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;

namespace Shield.Pce.Installing;

/// <summary>
/// What a migration that broke off left pending deletion. Whoever migrates back wants these objects: their deletion is taken back, by name,
/// and nothing else. For example, <c>init --migrate</c> to exclusion mode deleted the deny rule set and broke off before it provisioned
/// that; <c>init --migrate</c> back to deny mode reverts the deletion.
/// </summary>
internal sealed class TakenBackDeletions(OurObjects ours, DraftAndActive comparison, Provisioning provisioning)
{
    /// <param name="mode">The one that is migrated back to.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Why it may not be taken back; null where it was, or where there was nothing.</returns>
    public async Task<PolicyRefusal?> TakeBackAsync(PceMode mode, CancellationToken cancellationToken)
    {
        var all = await ours.ReadListsAsync(mode, cancellationToken).ConfigureAwait(false);
        var sets = mode is PceMode.Deny ? await ours.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false) : [];
        var lists = all.Where(list => list.Pending is PendingUpdate.Delete)
            .Select(list => (list.Href, Name: ours.NameOf(list)))
            .ToImmutableArray();
        var ruleSets = sets.Where(set => set.UpdateType is "delete").Select(set => (set.Href, Name: ours.NameOf(set))).ToImmutableArray();
        foreach (var (href, name) in lists.Concat(ruleSets))
        {
            // The rules of a deleted rule set are pending deletion too, so that alone is no edit.
            if (await comparison.CompareAsync(href, [], cancellationToken).ConfigureAwait(false) is not { AreEqual: true })
            {
                return new PolicyRefusal(
                    PolicyFault.ForeignDraft,
                    $"{name} ({href}) is pending deletion and has draft edits too, which would be lost with the deletion: "
                        + "revert or provision them in the PCE's console first"
                );
            }
        }

        string[] hrefs = [.. lists.Select(list => list.Href)];
        var subset = (ruleSets, hrefs) switch
        {
            ([var first, .. var others], _) => ChangeSubset.OfRuleSets(first.Href, others.Select(other => other.Href), hrefs),
            (_, [var first, .. var others]) => ChangeSubset.OfLists(first, others),
            _ => null,
        };
        if (subset is not null)
        {
            await provisioning.RevertAsync(subset, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }
}
