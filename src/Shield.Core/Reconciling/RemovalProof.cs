using System.Collections.Immutable;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// Whether an entry that is missing since the last outcome can have been removed by hand at all. Not where that outcome is about other
/// lists (they were made anew, or the ledger belongs to another PCE), and not where an older state was put back: of the PCE from a backup,
/// or of the policy by a restore.
/// </summary>
/// <param name="outcome">The last one.</param>
/// <param name="seen">The newest policy version that it saw.</param>
internal sealed class RemovalProof(IPce pce, PolicyVersions versions, Outcome outcome, long seen)
{
    /// <param name="removals">What is missing.</param>
    /// <param name="lists">Of ours, as the PCE shows them.</param>
    /// <param name="here">Which PCE that is (<see cref="PceView.Pce"/>).</param>
    /// <returns>Null where the last outcome speaks of these lists, and no older policy was put back since.</returns>
    /// <exception cref="PceException">Something cannot be read, or what was read is behind.</exception>
    public async Task<string?> WhyNoneAsync(
        ImmutableArray<MissingEntry> removals,
        ImmutableArray<ListPair> lists,
        string here,
        CancellationToken cancellationToken
    )
    {
        var looked = removals.Select(removal => removal.List).ToHashSet();
        ImmutableArray<ListPair> affected = [.. lists.Where(pair => looked.Contains(pair.List))];
        return await WhyOtherListsAsync(affected, here, cancellationToken)
            ?? await WhyPutBackAsync(cancellationToken)
            ?? await WhyRestoredAsync(affected, cancellationToken);
    }

    private async Task<string?> WhyOtherListsAsync(ImmutableArray<ListPair> affected, string here, CancellationToken cancellationToken)
    {
        if (outcome.Pce is { } there && there != here)
        {
            return $"the last outcome is about {there}, and this is {here}";
        }

        ImmutableArray<ListIdentity> now = [.. affected.Select(ListIdentity.Of)];
        var then = outcome.Lists is { } told ? [.. told] : await IdentitiesThenAsync(now, cancellationToken);
        return now.FirstOrDefault(list => !then.Contains(list)) is { } fresh
            ? $"the {fresh.List} list ({fresh.Href}) is not the one that the last outcome is about; it was made anew, or the PCE was"
            : null;
    }

    // An outcome of 0.1 names no lists. Its version does, where it is the one that our intent made: its message says so.
    private async Task<ImmutableArray<ListIdentity>> IdentitiesThenAsync(
        ImmutableArray<ListIdentity> now,
        CancellationToken cancellationToken
    )
    {
        var version = await versions.FindAsync(seen, cancellationToken);
        if (VersionMessage.Read(version?.Message)?.IntentHash != outcome.IntentHash)
        {
            return [];
        }

        var hrefs = (await pce.ReadVersionAsync(seen, cancellationToken)).Select(list => list.Href).ToHashSet();
        return [.. now.Where(list => hrefs.Contains(list.Href))];
    }

    private async Task<string?> WhyPutBackAsync(CancellationToken cancellationToken)
    {
        var newest = versions.Newest.Number;
        if (newest >= seen)
        {
            return null;
        }

        // A PCE that still knows the version, or lists it when it is asked again, was not put back: what it showed first is behind.
        return
            await pce.ReadPolicyVersionAsync(seen, cancellationToken) is not null
            || (await pce.ReadNewestVersionsAsync(cancellationToken))[0].Number >= seen
            ? throw new PceException(
                PceFault.Unreadable,
                $"the PCE lists policy versions up to {newest}, and it knows version {seen}: "
                    + "the list is behind, and is read again at the next reconcile"
            )
            : $"the PCE's newest policy version is {newest}, older than the {seen} of our last change: a backup of the PCE was put back";
    }

    /// <summary>
    /// A restore puts an older policy into the draft, and somebody provisions it then or later: also after our last outcome. So restores
    /// count since the lists, as that outcome left them, were last written. All these moments are the PCE's own. Where its clock was set
    /// back meanwhile, what came later is dated earlier, and restores count from a day before that.
    /// </summary>
    private async Task<string?> WhyRestoredAsync(ImmutableArray<ListPair> affected, CancellationToken cancellationToken)
    {
        try
        {
            var marks = affected.Select(pair => pair.Draft.Mark).ToHashSet();
            var then = await versions.FindListsAsync(seen, cancellationToken) ?? [];
            var since = then.Where(list => marks.Contains(list.Mark))
                .Select(list => list.UpdatedAt)
                .Append((await versions.FindAsync(seen, cancellationToken))?.CreatedAt ?? DateTimeOffset.UnixEpoch)
                .Min();
            var later = versions
                .Listed.Where(version => version.Number > seen)
                .Select(version => version.CreatedAt)
                .Concat(affected.Select(pair => pair.Active?.UpdatedAt))
                .Min();
            since = later < since ? later.Value - TimeSpan.FromDays(1) : since;
            return await pce.ReadRestoreSinceAsync(since, cancellationToken) is { } restore
                ? $"an older policy was put back by {restore.By} at {restore.At:u}"
                : null;
        }
        catch (PceException forbidden) when (forbidden.Fault is PceFault.Forbidden)
        {
            return "the API key may not read the PCE's events, which tell whether an older policy was put back";
        }
    }
}
