using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Resolving;

namespace Shield.Hosting;

/// <summary>
/// A reconcile as a host does it. Once a day the PCE's workloads are read first, and afterwards, where all went well, it is put to rest and
/// forgotten what decides nothing any more. Where blocked names are resolved, it first asks where they lead to. The loop itself does none
/// of this.
/// </summary>
public sealed class ReconcilerWithUpkeep(ShieldHost host, ILedger ledger)
{
    /// <summary>For a command, which goes at once.</summary>
    /// <inheritdoc cref="Reconciler.RunAsync"/>
    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken)
    {
        var own = await new OwnAddressReading(host, ledger).ReadIfDueAsync(cancellationToken);
        return await RunAsync(
            own,
            isBound: false,
            until: null,
            reconciler => reconciler.RunAsync(trigger, cancellationToken),
            cancellationToken
        );
    }

    /// <param name="isBound">Whether the version bucket says when (law 11).</param>
    /// <param name="own">What is known of own addresses; whoever has an end reads them apart.</param>
    /// <inheritdoc cref="Reconciler.TryRunAsync"/>
    public Task<ReconcileReport> TryRunAsync(
        string trigger,
        bool isBound,
        OwnAddressKnowledge own,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    ) => RunAsync(own, isBound, until, reconciler => reconciler.TryRunAsync(trigger, until, cancellationToken), cancellationToken);

    private async Task<ReconcileReport> RunAsync(
        OwnAddressKnowledge own,
        bool isBound,
        DateTimeOffset? until,
        Func<Reconciler, Task<ReconcileReport>> run,
        CancellationToken cancellationToken
    )
    {
        var settings = host.ReadReconcileSettings() with { VersionsPerHour = isBound ? host.Settings.VersionsPerHour : null };
        if (own.WhyUnknown is { } why)
        {
            settings = settings with { UnreadableNeverBlock = [.. settings.UnreadableNeverBlock, why] };
        }

        if (settings.Policy.ResolveDomains)
        {
            await new DomainResolving(host, ledger).RunAsync(cancellationToken);
        }

        var report = await run(
            new Reconciler(ledger, host.OpenPceWriter(), settings, host.Runner.Name, host.Runner.IsDead, host.Clock, host.Runner.Watch)
        );
        foreach (var warning in new[] { ClockWarning.Of(host.OpenClient().ClockAhead), report.DatedAhead?.Warning }.OfType<string>())
        {
            host.Note(warning);
        }

        if (own.IsReadNow && report is { IsGood: true, Owes: false })
        {
            await new LedgerUpkeep(host, ledger).RunAsync(until, cancellationToken);
        }

        return report;
    }
}
