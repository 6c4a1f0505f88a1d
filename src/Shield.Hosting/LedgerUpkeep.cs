using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.Hosting;

/// <summary>
/// Keeps the ledger as small as what it is asked for: puts parties to rest that can be neither blocked nor held any more, wakes those that
/// can be where the settings have longer lives now, and forgets what can decide nothing ever again. For some seconds; what is left then is
/// done the next time. No decision depends on when.
/// </summary>
internal sealed class LedgerUpkeep(ShieldHost host, ILedger ledger)
{
    private const int AtOnce = 1_000;

    /// <summary>Somebody may wait for the command that it is a part of.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private BlockLives Lives => host.ReadReconcileSettings().Policy.Lives;

    /// <summary>Fails with a note and no more: what it is a part of has gone well.</summary>
    /// <param name="until">By then it ends.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task RunAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var now = host.Now;
        var time = until - now is { } left && left < Longest ? left : Longest;
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        using var end = new CancellationTokenSource(time, host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            await WakeByLongerLivesAsync(now, either.Token);

            // In this order: what comes to stand on the PCE between the two is known to the second.
            var content = await ledger.ReadAsync(EvidenceScope.Alive, either.Token);
            var history = await ledger.ReadHistoryAsync(now, either.Token);
            content = await ForgetAsync(content, history, now, either.Token);
            await RestAsync(content, history, now, either.Token);
            await ForgetRestingAsync(content, now, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The rest the next time.
        }
        catch (LedgerException failure)
        {
            host.Note($"the ledger keeps what it could put to rest or forget: {failure.Message}");
        }
    }

    /// <summary>
    /// Parties were put to rest by the lives that were in force then. By longer ones some are alive: all are looked at, once.
    /// </summary>
    private async Task WakeByLongerLivesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await ledger.ReadUpkeepAsync(cancellationToken) is not { } noted)
        {
            return;
        }

        if (Dormancy.AreLongerThan(Lives, noted.Lives))
        {
            noted = new UpkeepNote(Dormancy.NameOf(Lives), WakingFrom: "");
            await ledger.NoteUpkeepAsync(noted, cancellationToken);
        }

        while (noted.WakingFrom is { } from)
        {
            var page = await ledger.ReadRestingAsync(from is "" ? null : from, AtOnce, cancellationToken);
            var alive = page
                .Sightings.GroupBy(sighting => sighting.Key.Indicator)
                .Where(party => Dormancy.IsAlive([.. party], Lives, now))
                .Select(party => party.Key)
                .ToList();
            await ledger.WakeAsync(alive, cancellationToken);
            noted = noted with { WakingFrom = page.Next };
            await ledger.NoteUpkeepAsync(noted, cancellationToken);
        }
    }

    private async Task<LedgerContent> ForgetAsync(
        LedgerContent content,
        HistoryTail history,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var what = Forgetting.In(content, history.EntriesThatMayStand(), host.Settings.Retention, now);
        var forgotten = 0;
        try
        {
            foreach (var some in what.InBatches(AtOnce))
            {
                forgotten += await ledger.ForgetAsync(some, cancellationToken);
            }
        }
        finally
        {
            NoteForgotten(forgotten, what.Count);
        }

        return content.Without(what);
    }

    private async Task RestAsync(LedgerContent content, HistoryTail history, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var what = Dormancy.In(content, history.EntriesThatMayStand(), Lives, now);
        if (what.Count is 0)
        {
            return;
        }

        // Before the first: whoever has longer lives must find out that some of these may be alive.
        var name = Dormancy.NameOf(Lives);
        if ((await ledger.ReadUpkeepAsync(cancellationToken))?.Lives != name)
        {
            await ledger.NoteUpkeepAsync(new UpkeepNote(name, WakingFrom: null), cancellationToken);
        }

        foreach (var some in what.InBatchesOfParties(AtOnce))
        {
            await ledger.RestAsync(some, cancellationToken);
        }
    }

    private async Task ForgetRestingAsync(LedgerContent content, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Forgetting.Before(content, host.Settings.Retention, now) is not { } before)
        {
            return;
        }

        var (forgotten, some) = (0, 0);
        try
        {
            do
            {
                some = await ledger.ForgetRestingAsync(before, AtOnce, cancellationToken);
                forgotten += some;
            } while (some > 0);
        }
        finally
        {
            NoteForgotten(forgotten, forgotten);
        }
    }

    private void NoteForgotten(int forgotten, int all)
    {
        if (forgotten > 0)
        {
            host.Note($"{forgotten} of {all} records of evidence that decide nothing any more were forgotten (Ledger:Retention)");
        }
    }
}
