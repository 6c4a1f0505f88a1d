using System.Collections.Immutable;
using Shield.Aws.DynamoDb;
using Shield.Cli.Settings;
using Shield.Cli.Work;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Ledger;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Pce;
using Shield.Pce.Installing;
using Shield.Sqlite;

namespace Shield.Cli.Hosting;

/// <summary>
/// What commands work with, made out of settings; nothing is opened before somebody asks for it. A command's work takes what it needs of this and no more:
/// <c>plan</c> is handed a <see cref="SituationReader"/>, which has nothing that could write (law 12).
/// </summary>
public sealed class Composition(ShieldSettings settings, TimeProvider clock, Func<PceOptions, HttpMessageHandler> network, Action<string> note) : IAsyncDisposable
{
    private ILedger? _ledger;
    private ILedgerReader? _reader;
    private PceClient? _client;
    private ImmutableArray<SoftSource> _soft;

    public ShieldSettings Settings => settings;

    public TimeProvider Clock => clock;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>For progress and warnings, on standard error.</summary>
    public Action<string> Note => note;

    /// <summary>The never-block files, read once, by the first who needs them.</summary>
    public ImmutableArray<SoftSource> SoftNeverBlock => _soft.IsDefault ? _soft = [.. settings.NeverBlockFiles.Select(SoftFileReading.Read)] : _soft;

    public ReconcileSettings ReconcileSettings => settings.ForReconcile(SoftNeverBlock);

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public PceClient Client => _client ??= settings.PceFaults.IsEmpty
        ? new PceClient(settings.Pce, network(settings.Pce), clock, new Random().NextDouble, new PceLog(note))
        : throw new SettingsException(settings.PceFaults);

    /// <summary>The PCE to look at; one that is not configured says so when it is read.</summary>
    public IPce Pce => settings.PceFaults.IsEmpty ? PceWriter : new UnconfiguredPce(settings.PceFaults);

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public IllumioPce PceWriter => new(Client, settings.Pce, clock);

    public Installation Installation => new(Client, settings.Pce, clock);

    public ExclusionInstallation ExclusionInstallation => new(Client, settings.Pce, clock);

    /// <summary>Null where no PCE is configured that could be asked.</summary>
    public Reaching? Reaching => settings.PceFaults.IsEmpty ? new(Client, settings.Pce) : null;

    public Dismantling Dismantling => new(Client, settings.Pce, clock);

    /// <exception cref="LedgerException">It cannot be opened.</exception>
    public async Task<ILedger> OpenLedgerAsync(CancellationToken cancellationToken) =>
        _ledger ??= settings.LedgerTable is { } place ? ConnectLedger(place) : await SqliteLedger.OpenAsync(settings.LedgerPath, cancellationToken);

    /// <summary>Creates nothing: where there is no ledger yet, it reads as an empty one.</summary>
    /// <exception cref="LedgerException">It cannot be opened.</exception>
    public async Task<ILedgerReader> OpenReaderAsync(CancellationToken cancellationToken)
    {
        if (_ledger is not null || settings.LedgerTable is not null)
        {
            return await OpenLedgerAsync(cancellationToken);
        }

        if (_reader is null && !File.Exists(settings.LedgerPath))
        {
            note($"there is no ledger at '{settings.LedgerPath}' yet: nothing was ingested or decided there");
        }

        return _reader ??= await SqliteLedger.OpenReaderAsync(settings.LedgerPath, cancellationToken);
    }

    public async Task<SituationReader> OpenSituationAsync(CancellationToken cancellationToken) =>
        new(await OpenReaderAsync(cancellationToken), Pce, ReconcileSettings);

    /// <summary>What is decided now. Asks the PCE nothing, so that recording an act does not wait for one that is away.</summary>
    public async Task<Decided> DecideAsync(CancellationToken cancellationToken)
    {
        return await (await OpenSituationAsync(cancellationToken)).DecideAsync(await ResolvePceAsync(cancellationToken), Now, cancellationToken);
    }

    /// <summary>Where the PCE answers, without a question to it.</summary>
    public async Task<PceAddresses> ResolvePceAsync(CancellationToken cancellationToken) =>
        settings.PceFaults.IsEmpty ? await PceWriter.ResolveAddressesAsync(cancellationToken) : new PceAddresses([], "no PCE is configured");

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public async Task<Reconciliation> OpenReconcilerAsync(CancellationToken cancellationToken)
    {
        _ = PceWriter;
        return new Reconciliation(this, await OpenLedgerAsync(cancellationToken));
    }

    /// <summary>For what <c>init</c> does to other people's rules: under the lease, so that no reconcile runs meanwhile.</summary>
    public async Task<T> HoldJournalAsync<T>(Func<RuleJournal, ILedger, Task<T>> work, CancellationToken cancellationToken)
    {
        var ledger = await OpenLedgerAsync(cancellationToken);
        return await RuleJournal.HoldAsync(ledger, ThisProcess.Holder, ThisProcess.IsDead, clock, journal => work(journal, ledger), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        foreach (var opened in new object?[] { _reader, _ledger }.OfType<IAsyncDisposable>())
        {
            await opened.DisposeAsync();
        }
    }

    private DynamoDbLedger ConnectLedger(LedgerPlace place) => DynamoDbLedger.Connect(place, settings.LedgerRegion, clock, new Random().NextDouble);
}
