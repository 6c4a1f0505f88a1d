using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Resolving;
using Shield.Pce.Proof;

namespace Shield.Hosting;

/// <summary>A reconcile as a host does it: once a day it first learns from the PCE's workloads which addresses are ours, and where blocked names are resolved, where they lead to. The loop itself does neither.</summary>
public sealed class Reconciliation(ShieldHost host, ILedger ledger)
{
    private static readonly TimeSpan LearnEvery = TimeSpan.FromDays(1);

    /// <summary>For a command, which goes at once.</summary>
    /// <inheritdoc cref="Reconciler.RunAsync"/>
    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken) =>
        await (await PrepareAsync(isBound: false, cancellationToken)).RunAsync(trigger, cancellationToken);

    /// <param name="isBound">Whether the version bucket says when (law 11).</param>
    /// <inheritdoc cref="Reconciler.TryRunAsync"/>
    public async Task<ReconcileReport> TryRunAsync(string trigger, bool isBound, DateTimeOffset until, CancellationToken cancellationToken) =>
        await (await PrepareAsync(isBound, cancellationToken)).TryRunAsync(trigger, until, cancellationToken);

    private async Task<Reconciler> PrepareAsync(bool isBound, CancellationToken cancellationToken)
    {
        var settings = host.ReconcileSettings with { VersionsPerHour = isBound ? host.Settings.VersionsPerHour : null };
        if (await LearnAsync(cancellationToken) is { } why)
        {
            settings = settings with { UnreadableNeverBlock = [.. settings.UnreadableNeverBlock, why] };
        }

        if (settings.Policy.ResolveDomains)
        {
            await new DomainResolving(host, ledger).RunAsync(cancellationToken);
        }

        return new Reconciler(ledger, host.PceWriter, settings, host.Runner.Name, host.Runner.IsDead, host.Clock);
    }

    /// <returns>Why it is not known which addresses are ours; null where it is.</returns>
    private async Task<string?> LearnAsync(CancellationToken cancellationToken)
    {
        var now = host.Now;
        var last = await ledger.ReadWorkloadsReadAtAsync(cancellationToken);
        if (now - last < LearnEvery)
        {
            return null;
        }

        try
        {
            var workloads = await new WorkloadReader(host.Client).ReadAsync(cancellationToken);
            await ledger.RecordWorkloadsAsync(WorkloadAddresses.Of(workloads, now), now, cancellationToken);
            return null;
        }
        catch (PceException failure) when (failure.Fault is not (PceFault.Unreachable or PceFault.Credentials))
        {
            var what = $"the addresses of the PCE's workloads: {failure.Message}";
            if (now - last >= OwnAddress.Life || last is null)
            {
                return what;
            }

            host.Note($"not read, so what was read at {last:u} counts: {what}");
            return null;
        }
    }
}
