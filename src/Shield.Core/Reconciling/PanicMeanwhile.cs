using System.Collections.Immutable;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// A panic takes no lease, since it must not need the ledger. So it may come between the reading of a reconcile and its writing, which then
/// puts back what the panic took off. The lists that are read back carry the panic's flag: whoever wrote takes everything off again.
/// </summary>
internal sealed class PanicMeanwhile(IPceWriter pce, ReconcileSettings settings, Lease lease, TimeProvider clock)
{
    /// <param name="active">As they were read back.</param>
    /// <param name="trigger">Who or what asked for the reconcile.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The flag that was obeyed; null where nobody panicked.</returns>
    public async Task<PauseFlag?> ObeyAsync(ImmutableArray<PceList> active, string trigger, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (PauseFlag.InForce(active.Where(list => list.Mark.Owner == settings.Owner), now) is not { IsPanic: true } flag)
        {
            return null;
        }

        var panic = Panic.Of(await pce.ReadAsync(cancellationToken), settings.Owner, settings.Mode);
        if (panic.Refused is not null)
        {
            return flag;
        }

        foreach (var list in panic.Lists.Where(list => list.NeedsWrite))
        {
            await lease.RenewAsync(cancellationToken);
            await pce.WriteListAsync(list.Pair.Draft, list.Written, cancellationToken);
        }

        if (panic.Lists.Where(list => list.NeedsProvision).Select(list => list.Pair.Draft.Href).ToList() is [var one, .. var others])
        {
            await lease.RenewAsync(cancellationToken);
            await pce.ProvisionAsync(
                ChangeSubset.OfLists(one, others),
                VersionMessage.OfStep(settings.Owner, $"off again, since a panic came while it was written ({trigger})", now),
                cancellationToken
            );
        }

        return flag;
    }
}
