using System.Collections.Immutable;
using System.Net;
using Shield.Aws.DynamoDb;
using Shield.Aws.Queues;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Notifying;
using Shield.Operating.Doctor;
using Shield.Operating.Faults;
using Shield.Operating.Reading;
using Shield.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Diagnosing;
using Shield.Pce.Installing;
using Shield.Pce.Pausing;
using Shield.Pce.Reading;
using Shield.Sqlite;

namespace Shield.Operating;

/// <summary>
/// What commands are composed of: settings, ledger, PCE. Only commands take all of it; they hand each piece of work what it uses and no
/// more. <c>plan</c> is handed a <see cref="SituationReader"/>, which has nothing that could write (law 12).
/// </summary>
public sealed class Composition(
    ShieldSettings settings,
    TimeProvider clock,
    Func<PceOptions, HttpMessageHandler> network,
    ImmutableArray<IPEndPoint> nameServers,
    Action<string> note
) : IAsyncDisposable
{
    private readonly ShieldHost _host = new(settings, ThisProcess.Runner, clock, network, note) { NameServers = nameServers };
    private ILedger? _ledger;
    private ILedgerReader? _reader;
    private QueueClient? _queue;
    private ChannelSet? _channels;
    private bool _hasWarned;

    public ShieldSettings Settings => settings;

    public TimeProvider Clock => clock;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>For progress and warnings, on standard error.</summary>
    public Action<string> Note => note;

    /// <inheritdoc cref="ShieldHost.ReadReconcileSettings"/>
    public ReconcileSettings ReadReconcileSettings() => _host.ReadReconcileSettings();

    /// <inheritdoc cref="ShieldHost.OpenPceWriter"/>
    public IllumioPce OpenPceWriter() => _host.OpenPceWriter();

    /// <summary>The PCE for work that only reads it.</summary>
    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public IPce OpenPce() => _host.OpenPceWriter();

    public Installation OpenInstallation() => new(_host.OpenClient(), settings.Pce, clock);

    public ExclusionInstallation OpenExclusionInstallation() => new(_host.OpenClient(), settings.Pce, clock);

    /// <summary>Null where no PCE is configured that could be asked.</summary>
    public Reaching? OpenReaching() => settings.PceFaults.IsEmpty ? new(_host.OpenClient(), settings.Pce) : null;

    /// <summary>Null where no PCE is configured that could be asked from here.</summary>
    public TrafficLook? OpenTraffic() => settings.PceFaults.IsEmpty && !IsOfStack ? new(OpenPce(), settings.Policy.TrafficDays) : null;

    /// <summary>Null where no PCE is configured that could be asked.</summary>
    public OtherCover? OpenOtherCover() => settings.PceFaults.IsEmpty ? new(_host.OpenPce(), OpenListUses(), settings.Pce) : null;

    /// <summary>It is about a deployment in AWS, where only the Lambda has the PCE's key.</summary>
    public bool IsOfStack => settings is { Aws: not null, LedgerTable: not null };

    /// <summary>Null where no PCE is configured that could be asked from here.</summary>
    public UserNames? OpenUserNames() => settings.PceFaults.IsEmpty && !IsOfStack ? new(_host.OpenClient()) : null;

    /// <summary>Null where no PCE is configured that could be asked.</summary>
    public PceClient? OpenPceClient() => settings.PceFaults.IsEmpty ? _host.OpenClient() : null;

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public PauseSwitch OpenPauseSwitch() => new(_host.OpenClient(), settings.Pce, clock);

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public ExcludingListReader OpenExcludingLists() => new(_host.OpenClient());

    public ListUseReader OpenListUses() => new(_host.OpenClient(), settings.Pce);

    public Dismantling OpenDismantling() => new(_host.OpenClient(), settings.Pce, clock);

    /// <exception cref="LedgerException">It cannot be opened.</exception>
    public async Task<ILedger> OpenLedgerAsync(CancellationToken cancellationToken) =>
        _ledger ??= settings.LedgerTable is { } place
            ? ConnectLedger(place)
            : await SqliteLedger.OpenAsync(settings.LedgerPath, cancellationToken);

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

    /// <summary>Who put an older policy back since then: none where the PCE cannot be asked from here; where it does not answer, that is
    /// said.</summary>
    public async Task<ImmutableArray<PolicyRestore>> ReadRestoresAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (!settings.PceFaults.IsEmpty || IsOfStack)
        {
            return [];
        }

        try
        {
            return await OpenPceWriter().ReadRestoresSinceAsync(since, cancellationToken);
        }
        catch (PceException failure)
        {
            note($"whether somebody put an older policy back could not be read: {PceAdvice.Sentence(failure)}");
            return [];
        }
    }

    /// <summary>All checks of the doctor.</summary>
    /// <param name="sample">Null where no sample is to be sent.</param>
    public Examination OpenExamination(SampleRun? sample) =>
        new(settings, OpenReaderAsync, OpenSituationAsync, clock)
        {
            Proof = new ProofChecks(OpenPce, ReadReconcileSettings().Owner, clock),
            Connection = new ConnectionChecks(settings, OpenPceClient(), ResolvePceAsync, clock),
            Policy = new PolicyChecks(settings, OpenInstallation, OpenListUses, OpenUserNames()),
            Reaching = OpenReaching(),
            Sample = sample,
        };

    /// <summary>Of what is alive, which is all that a plan needs.</summary>
    public Task<SituationReader> OpenSituationAsync(CancellationToken cancellationToken) =>
        OpenSituationAsync(EvidenceScope.Alive, cancellationToken);

    /// <summary>
    /// The same for a preview of what a reconcile would do: it asks the PCE's traffic as the reconcile does, where the policy wants it.
    /// </summary>
    public async Task<SituationReader> OpenPreviewAsync(CancellationToken cancellationToken) =>
        _host.SituationOf(await OpenReaderAsync(cancellationToken), EvidenceScope.Alive, TrafficLook.Patience);

    /// <param name="scope">Of which parties the evidence is read: the command is about one, or shows all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SituationReader> OpenSituationAsync(EvidenceScope scope, CancellationToken cancellationToken) =>
        _host.SituationOf(await OpenReaderAsync(cancellationToken), scope);

    /// <summary>What is decided now. It does not ask the PCE, so that an act is recorded at once while the PCE cannot be reached.</summary>
    public Task<Decided> DecideAsync(CancellationToken cancellationToken) => DecideAsync(EvidenceScope.Alive, cancellationToken);

    /// <summary>The same of the parties in that scope.</summary>
    public async Task<Decided> DecideAsync(EvidenceScope scope, CancellationToken cancellationToken)
    {
        return await (await OpenSituationAsync(scope, cancellationToken)).DecideAsync(
            await ResolvePceAsync(cancellationToken),
            Now,
            cancellationToken
        );
    }

    /// <summary>The same about these parties, after others.</summary>
    /// <param name="parties">At least about them.</param>
    /// <param name="earlier">What was decided about the others; null for the first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Decided> DecideAboutAsync(
        IReadOnlyCollection<Indicator> parties,
        Decided? earlier,
        CancellationToken cancellationToken
    )
    {
        // What is decided of a name decides about the addresses that it led to, so all is read, once.
        if (settings.Policy.ResolveDomains)
        {
            return earlier ?? await DecideAsync(cancellationToken);
        }

        return earlier is null
            ? await DecideAsync(EvidenceScope.Only(parties), cancellationToken)
            : await (await OpenSituationAsync(cancellationToken)).DecideMoreAsync(earlier, parties, cancellationToken);
    }

    /// <inheritdoc cref="ShieldHost.ResolvePceAsync"/>
    public Task<PceAddresses> ResolvePceAsync(CancellationToken cancellationToken) => _host.ResolvePceAsync(cancellationToken);

    /// <summary>
    /// Gives what reconciles, told who or what asked. Without AWS this process does it; in a deployment in AWS the Lambda is asked to, and
    /// its outcome awaited.
    /// </summary>
    /// <exception cref="SettingsException">The PCE's settings are not complete, and it would be done here.</exception>
    public async Task<Func<string, CancellationToken, Task<ReconcileReport>>> OpenReconcilerAsync(CancellationToken cancellationToken)
    {
        var ledger = await OpenLedgerAsync(cancellationToken);
        Func<string, CancellationToken, Task<ReconcileReport>> reconcile = settings is { Aws: { } aws, LedgerTable: not null }
            ? new QueuedReconciler(
                ledger,
                _queue ??= QueueClient.Connect(aws.ReconcileQueue, settings.LedgerRegion),
                ReadReconcileSettings().Fingerprint,
                clock,
                note
            ).RunAsync
            : WithNews(_host.ReconcilerOn(ledger).RunAsync, ledger);
        return async (trigger, token) =>
        {
            var report = await reconcile(trigger, token);
            WarnOfOtherLedger(UnknownEntries.Sentence(report.Orphans, settings.Pce.OwnerId, LedgerName));
            return report;
        };
    }

    /// <summary>Channels of notifications, made of their settings.</summary>
    public ChannelSet OpenChannels() => _channels ??= ChannelSet.Open(clock);

    /// <summary>Where messages are that a channel did not take.</summary>
    public DeadLetterFile OpenDeadLetters() => new(settings.DeadLetters);

    /// <summary>Whoever reconciles tells; in a deployment in AWS that is the Lambda.</summary>
    private Func<string, CancellationToken, Task<ReconcileReport>> WithNews(
        Func<string, CancellationToken, Task<ReconcileReport>> reconcile,
        ILedger ledger
    )
    {
        if (settings.Channels.IsEmpty)
        {
            return reconcile;
        }

        var newsroom = Newsroom.Of(_host, OpenChannels(), ledger, OpenDeadLetters());
        return (trigger, token) => newsroom.FollowAsync(end => reconcile(trigger, end), host: null, token);
    }

    /// <summary>Warns that entries of ours on the PCE are unknown to this ledger: at most once a command.</summary>
    /// <param name="sentence">Null where all of it is known.</param>
    public void WarnOfOtherLedger(string? sentence)
    {
        if (sentence is not null && !_hasWarned)
        {
            _hasWarned = true;
            note($"warning: {sentence}");
        }
    }

    /// <summary>Tells of entries of ours on the PCE that this ledger does not know, where there are any.</summary>
    public void TellUnknown(IEnumerable<string> entries)
    {
        if (UnknownEntries.Sentence([.. entries.Distinct()], settings.Pce.OwnerId, LedgerName) is { } sentence)
        {
            note(sentence);
        }
    }

    /// <summary>For people: which ledger it is.</summary>
    public string LedgerName =>
        settings.LedgerTable is { } place
            ? $"the ledger in table '{place.Table}'"
            : $"the ledger '{Path.GetFullPath(settings.LedgerPath)}'";

    /// <summary>Whether there is a ledger already.</summary>
    public bool HasLedger => _ledger is not null || settings.LedgerTable is not null || File.Exists(settings.LedgerPath);

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        _queue?.Dispose();
        _channels?.Dispose();
        foreach (var opened in new object?[] { _reader, _ledger }.OfType<IAsyncDisposable>())
        {
            await opened.DisposeAsync();
        }
    }

    private DynamoDbLedger ConnectLedger(LedgerPlace place) =>
        DynamoDbLedger.Connect(place, settings.LedgerRegion, clock, new Random().NextDouble);
}
