using System.Collections.Immutable;
using System.Net;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Pce;
using Shield.Pce.Calling;

namespace Shield.Hosting;

/// <summary>
/// What a program that runs the loop works with, made out of settings; nothing is opened before somebody asks for it. Where the ledger lies
/// is the program's affair: a Lambda carries no SQLite.
/// </summary>
/// <param name="runner">Who this is, on the lease.</param>
/// <param name="note">Told of progress and warnings.</param>
public sealed class ShieldHost(
    ShieldSettings settings,
    LoopRunner runner,
    TimeProvider clock,
    Func<PceOptions, HttpMessageHandler> network,
    Action<string> note
) : IDisposable
{
    private PceClient? _client;
    private ImmutableArray<SoftSource> _soft;

    public ShieldSettings Settings => settings;

    public LoopRunner Runner => runner;

    public TimeProvider Clock => clock;

    public DateTimeOffset Now => clock.GetUtcNow();

    public Action<string> Note => note;

    /// <summary>Whom to ask where blocked names lead to; none for the servers of the system.</summary>
    public ImmutableArray<IPEndPoint> NameServers { get; init; } = [];

    /// <summary>The never-block files, read once, by the first who needs them.</summary>
    public ImmutableArray<SoftSource> SoftNeverBlock =>
        _soft.IsDefault ? _soft = [.. settings.NeverBlockFiles.Select(SoftFileReading.Read)] : _soft;

    public ReconcileSettings ReconcileSettings => settings.ForReconcile(SoftNeverBlock);

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public PceClient Client =>
        _client ??= settings.PceFaults.IsEmpty
            ? new PceClient(settings.Pce, network(settings.Pce), clock, new Random().NextDouble, new PceLog(note))
            : throw new SettingsException(settings.PceFaults);

    /// <summary>The PCE to look at; one that is not configured says so when it is read.</summary>
    public IPce Pce => settings.PceFaults.IsEmpty ? PceWriter : new UnconfiguredPce(settings.PceFaults);

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public IllumioPce PceWriter => new(Client, settings.Pce, clock);

    /// <summary>Where the PCE answers, without a question to it.</summary>
    public async Task<PceAddresses> ResolvePceAsync(CancellationToken cancellationToken) =>
        settings.Pce.Url is { } url
            ? await IllumioPce.ResolveAddressesAsync(new Uri(url), clock, cancellationToken)
            : new PceAddresses([], "no PCE is configured");

    public SituationReader SituationOf(ILedgerReader ledger, EvidenceScope scope) => new(ledger, Pce, ReconcileSettings) { Scope = scope };

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public ReconcilerWithUpkeep ReconcilerOn(ILedger ledger)
    {
        _ = Client;
        return new ReconcilerWithUpkeep(this, ledger);
    }

    public void Dispose() => _client?.Dispose();
}
