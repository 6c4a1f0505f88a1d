using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Resolving;
using Shield.Pce.Proof;

namespace Shield.Hosting;

/// <summary>
/// A reconcile as a host does it. Once a day it first learns from the PCE's workloads which addresses are ours, and afterwards, where all
/// went well, puts to rest and forgets what decides nothing any more. Where blocked names are resolved, it first asks where they lead to.
/// The loop itself does none of this.
/// </summary>
public sealed class ReconcilerWithUpkeep(ShieldHost host, ILedger ledger)
{
    /// <summary>For a command, which goes at once.</summary>
    /// <inheritdoc cref="Reconciler.RunAsync"/>
    public Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken) =>
        RunAsync(isBound: false, until: null, reconciler => reconciler.RunAsync(trigger, cancellationToken), cancellationToken);

    /// <param name="isBound">Whether the version bucket says when (law 11).</param>
    /// <inheritdoc cref="Reconciler.TryRunAsync"/>
    public Task<ReconcileReport> TryRunAsync(string trigger, bool isBound, DateTimeOffset until, CancellationToken cancellationToken) =>
        RunAsync(isBound, until, reconciler => reconciler.TryRunAsync(trigger, until, cancellationToken), cancellationToken);

    private async Task<ReconcileReport> RunAsync(
        bool isBound,
        DateTimeOffset? until,
        Func<Reconciler, Task<ReconcileReport>> run,
        CancellationToken cancellationToken
    )
    {
        var learning = await LearnAsync(cancellationToken);
        var settings = host.ReconcileSettings with { VersionsPerHour = isBound ? host.Settings.VersionsPerHour : null };
        if (learning.WhyUnknown is { } why)
        {
            settings = settings with { UnreadableNeverBlock = [.. settings.UnreadableNeverBlock, why] };
        }

        if (settings.Policy.ResolveDomains)
        {
            await new DomainResolving(host, ledger).RunAsync(cancellationToken);
        }

        var report = await run(
            new Reconciler(ledger, host.PceWriter, settings, host.Runner.Name, host.Runner.IsDead, host.Clock, host.Runner.Watch)
        );
        foreach (var warning in new[] { ClockWarning.Of(host.Client.ClockAhead), report.DatedAhead?.Warning }.OfType<string>())
        {
            host.Note(warning);
        }

        if (learning.IsDone && report is { IsGood: true, Owes: false })
        {
            await new LedgerUpkeep(host, ledger).RunAsync(until, cancellationToken);
        }

        return report;
    }

    private async Task<Learning> LearnAsync(CancellationToken cancellationToken)
    {
        var now = host.Now;
        var last = await ledger.ReadWorkloadsReadAtAsync(cancellationToken);
        if (!WorkloadsNote.IsDue(last, now))
        {
            return new Learning(IsDone: false, WhyUnknown: null);
        }

        try
        {
            var workloads = await new WorkloadReader(host.Client).ReadAsync(cancellationToken);
            await ledger.RecordWorkloadsAsync(WorkloadAddresses.Of(workloads, now), now, cancellationToken);
            return new Learning(IsDone: true, WhyUnknown: null);
        }
        catch (PceException failure) when (failure.Fault is not (PceFault.Unreachable or PceFault.Credentials))
        {
            var what = $"the addresses of the PCE's workloads: {failure.Message}";
            if (last is null || last > now + DatedAhead.Tolerance || now - last >= OwnAddress.Life)
            {
                return new Learning(IsDone: false, what);
            }

            host.Note($"not read, so what was read at {last:u} counts: {what}");
            return new Learning(IsDone: false, WhyUnknown: null);
        }
    }

    /// <param name="IsDone">In this run, which is so once a day.</param>
    /// <param name="WhyUnknown">Why it is not known which addresses are ours; null where it is.</param>
    private sealed record Learning(bool IsDone, string? WhyUnknown);
}
