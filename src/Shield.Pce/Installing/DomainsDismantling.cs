using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>Takes down the list for names and the rule that uses it: <c>init --domains --undo</c>.</summary>
internal sealed class DomainsDismantling(
    string owner,
    OurObjects ours,
    Deletions deletions,
    DraftAndActive comparison,
    Provisioning provisioning
)
{
    /// <summary>What of the list and the rule for names stands, or why it may not be taken away. Reads only.</summary>
    public async Task<DomainsRemoval> PlanAsync(CancellationToken cancellationToken)
    {
        var lists = await ours.ReadDomainsAsync(cancellationToken).ConfigureAwait(false);
        var ruleSets = await ours.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
        var plan = new DomainsRemoval
        {
            Lists = lists,
            RuleSet = null,
            Rules = [],
            Names = [],
            Refusal = null,
        };
        if (ruleSets.Length > 1 || lists.Length > 1)
        {
            var twins = string.Join(", ", ruleSets.Select(ours.NameOf).Concat(lists.Select(ours.NameOf)));
            return plan with
            {
                Refusal = new PolicyRefusal(PolicyFault.TwoLists, $"several carry the same mark: {twins}; keep one of each kind"),
            };
        }

        if (ruleSets is not [var ruleSet])
        {
            return plan with { Names = [.. lists.Select(ours.NameOf)] };
        }

        ImmutableArray<DenyRuleWire> rules = [.. lists.SelectMany(list => RuleShape.Using(ruleSet, ListPurpose.Domains, list.Href))];
        var pending = WireText.Pending(ruleSet.UpdateType);
        var isFree =
            pending is not PendingUpdate.Update
            || await comparison
                .DiffersOnlyByAsync(ruleSet.Href, [.. lists.Select(list => list.Href)], cancellationToken)
                .ConfigureAwait(false);
        var isToBeChanged = lists is not [];
        return plan with
        {
            // Where the list is gone already, a pending rule set in which nothing else differs was left so by an earlier run.
            RuleSet = isToBeChanged || (pending is PendingUpdate.Update && isFree) ? ruleSet.Href : null,
            Rules = rules,
            Names = [.. rules.Select(_ => $"override-deny rule, {ListPurpose.Domains.ToWord()}"), .. lists.Select(ours.NameOf)],
            Refusal = (isToBeChanged, pending, isFree) switch
            {
                (true, PendingUpdate.Delete, _) => new PolicyRefusal(
                    PolicyFault.PendingDeletion,
                    $"{ours.NameOf(ruleSet)}: {PendingDeletionText.Remedy}"
                ),
                (true, _, false) => new PolicyRefusal(
                    PolicyFault.ForeignDraft,
                    $"{ours.NameOf(ruleSet)} ({ruleSet.Href}) has other draft edits, and provisioning it would take them along: "
                        + "provision or revert them first"
                ),
                _ => null,
            },
        };
    }

    /// <summary>The rule first, which the PCE wants gone before its list, then the list; one policy version.</summary>
    /// <inheritdoc cref="Dismantling.RemoveDenyAsync" path="/param"/>
    /// <param name="plan">No refusal.</param>
    /// <exception cref="InvalidOperationException">The plan is a refusal.</exception>
    public async Task<DismantlingResult> RemoveAsync(
        DomainsRemoval plan,
        string trigger,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Detail);
        }

        var deleted = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var rule in plan.Rules)
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await deletions.DeleteRuleAsync(rule, cancellationToken).ConfigureAwait(false);
                deleted.Add("the rule for names deleted");
            }

            foreach (var list in plan.Lists)
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await deletions.DeleteListAsync(list, cancellationToken).ConfigureAwait(false);
                deleted.Add($"{ours.NameOf(list)} deleted");
            }

            var subset = await PendingOfAsync(plan, cancellationToken).ConfigureAwait(false);
            var version = subset is null
                ? null
                : await provisioning.ProvisionStepAsync(owner, trigger, subset, renew, cancellationToken).ConfigureAwait(false);
            return new DismantlingResult(plan.Names, version);
        }
        catch (PceException failure) when (deleted.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, deleted);
        }
    }

    /// <summary>
    /// What is to be provisioned, as the PCE shows it after the deletions: what was never provisioned is gone already. Null for nothing.
    /// </summary>
    private async Task<ChangeSubset?> PendingOfAsync(DomainsRemoval plan, CancellationToken cancellationToken)
    {
        string[] lists = [.. (await ours.ReadDomainsAsync(cancellationToken).ConfigureAwait(false)).Select(list => list.Href)];
        var ruleSets = await ours.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
        var isPending = ruleSets.Any(ruleSet => ruleSet.Href == plan.RuleSet && ruleSet.UpdateType is "update");
        return (isPending, lists) switch
        {
            (true, _) => ChangeSubset.OfRuleSet(plan.RuleSet!, lists),
            (_, [var first, .. var others]) => ChangeSubset.OfLists(first, others),
            _ => null,
        };
    }
}
