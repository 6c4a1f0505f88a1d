using System.Collections.Immutable;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;

namespace Shield.Pce.Installing;

/// <summary>
/// Takes down objects of ours that the command was asked to take down: everything of one mode, once the other mode's is in force
/// (<c>init --migrate</c>), or the list and the rule for names. A deletion is a draft until it is provisioned. Where an object with our
/// mark is pending deletion already, an earlier run of the same command did that. So each of these may be run again wherever it broke off,
/// also without the ledger.
/// </summary>
public sealed class Dismantling(PceClient client, PceOptions options, TimeProvider clock)
{
    private readonly string _owner = options.OwnerId!;
    private readonly OurObjects _ours = new(client, options.OwnerId!);
    private readonly Deletions _deletions = new(client, new OurObjects(client, options.OwnerId!));
    private readonly DraftAndActive _comparison = new(client);
    private readonly Provisioning _provisioning = new(client, clock);

    private DomainsDismantling Domains => new(_owner, _ours, _deletions, _comparison, _provisioning);

    /// <summary>What of ours stands in that mode, by name. Reads only.</summary>
    public async Task<ImmutableArray<string>> ReadAsync(PceMode mode, CancellationToken cancellationToken)
    {
        var ruleSets = mode is PceMode.Deny ? await _ours.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false) : [];
        return
        [
            .. ruleSets.Select(_ours.NameOf),
            .. (await _ours.ReadListsAsync(mode, cancellationToken).ConfigureAwait(false)).Select(_ours.NameOf),
        ];
    }

    /// <summary>
    /// Deny mode's rule set first, then the lists. So nobody is blocked any more even where a list cannot go yet, because somebody else's
    /// rule uses it.
    /// </summary>
    /// <param name="trigger">Who or what asked, for the PCE's version history.</param>
    /// <param name="renew">Called before each write: renews the lease under which this works.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<DismantlingResult> RemoveDenyAsync(
        string trigger,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        var gone = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var ruleSet in await _ours.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false))
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await _deletions.DeleteRuleSetAsync(ruleSet, cancellationToken).ConfigureAwait(false);
                if (WireText.Pending(ruleSet.UpdateType) is not PendingUpdate.Create)
                {
                    await _provisioning
                        .ProvisionStepAsync(_owner, trigger, ChangeSubset.OfRuleSet(ruleSet.Href), renew, cancellationToken)
                        .ConfigureAwait(false);
                }

                gone.Add(_ours.NameOf(ruleSet));
            }
        }
        catch (PceException failure) when (gone.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, gone);
        }

        var lists = await RemoveListsAsync(PceMode.Deny, trigger, renew, cancellationToken).ConfigureAwait(false);
        return lists with { Removed = [.. gone, .. lists.Removed] };
    }

    /// <inheritdoc cref="RemoveDenyAsync" path="/param"/>
    /// <param name="mode">The mode whose lists go.</param>
    /// <exception cref="PceException">A rule uses one of them still; that one stays.</exception>
    public async Task<DismantlingResult> RemoveListsAsync(
        PceMode mode,
        string trigger,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        var lists = await _ours.ReadListsAsync(mode, cancellationToken).ConfigureAwait(false);
        var deleted = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var list in lists)
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await _deletions.DeleteListAsync(list, cancellationToken).ConfigureAwait(false);
                deleted.Add($"{_ours.NameOf(list)} deleted");
            }

            string[] pending = [.. lists.Where(list => list.Pending is not PendingUpdate.Create).Select(list => list.Href)];
            var version = pending is [var first, .. var others]
                ? await _provisioning
                    .ProvisionStepAsync(_owner, trigger, ChangeSubset.OfLists(first, others), renew, cancellationToken)
                    .ConfigureAwait(false)
                : null;
            return new DismantlingResult([.. lists.Select(_ours.NameOf)], version);
        }
        catch (PceException failure) when (deleted.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, deleted);
        }
    }

    /// <inheritdoc cref="DomainsDismantling.PlanAsync"/>
    public Task<DomainsRemoval> PlanDomainsAsync(CancellationToken cancellationToken) => Domains.PlanAsync(cancellationToken);

    /// <inheritdoc cref="DomainsDismantling.RemoveAsync"/>
    public Task<DismantlingResult> RemoveDomainsAsync(
        DomainsRemoval plan,
        string trigger,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    ) => Domains.RemoveAsync(plan, trigger, renew, cancellationToken);

    /// <inheritdoc cref="TakenBackDeletions.TakeBackAsync"/>
    public Task<PolicyRefusal?> TakeBackDeletionsAsync(PceMode mode, CancellationToken cancellationToken) =>
        new TakenBackDeletions(_ours, _comparison, _provisioning).TakeBackAsync(mode, cancellationToken);
}
