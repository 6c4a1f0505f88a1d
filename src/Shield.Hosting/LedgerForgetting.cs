using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.Hosting;

/// <summary>
/// Takes out of the ledger what can decide nothing any more, for some seconds; what is left then is forgotten the next time. Nothing
/// depends on when.
/// </summary>
internal sealed class LedgerForgetting(ShieldHost host, ILedger ledger)
{
    private const int AtOnce = 1_000;

    /// <summary>Somebody may wait for the command that it is a part of.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

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
        var (forgotten, all) = (0, 0);
        try
        {
            // In this order: what comes to stand on the PCE between the two is known to the second.
            var content = await ledger.ReadAsync(either.Token);
            var history = await ledger.ReadHistoryAsync(now, either.Token);
            var what = Forgetting.In(content, history.EntriesThatMayStand(), host.Settings.Retention, now);
            all = what.Count;
            foreach (var some in what.InBatches(AtOnce))
            {
                forgotten += await ledger.ForgetAsync(some, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The rest the next time.
        }
        catch (LedgerException failure)
        {
            host.Note($"the ledger keeps what it could forget: {failure.Message}");
        }

        if (forgotten > 0)
        {
            host.Note($"{forgotten} of {all} records of evidence that decide nothing any more were forgotten (Ledger:Retention)");
        }
    }
}
