using System.Collections.Immutable;
using Shield.Aws.DynamoDb;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings.Rows;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary>Everything that can be set, validated: the settings of docs/config.md.</summary>
public sealed record ShieldSettings
{
    /// <summary>What they were made of, the weakest first; for where a value comes from.</summary>
    public ImmutableArray<SettingLayer> Layers { get; init; } = [];

    public required PceOptions Pce { get; init; }

    /// <summary>What of <see cref="Pce"/> is missing; empty where the PCE can be asked.</summary>
    public required ImmutableArray<string> PceFaults { get; init; }

    /// <summary>What is allowed, and may not be meant; each a sentence without an end.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    public string LedgerPath { get; init; } = LedgerRows.DefaultPath;

    /// <summary>Null where the ledger is a file.</summary>
    public LedgerPlace? LedgerTable { get; init; }

    /// <summary>Null for the region that AWS's SDK finds for itself.</summary>
    public string? LedgerRegion { get; init; }

    public TimeSpan Retention { get; init; } = LedgerRows.Retention.Standard;

    /// <summary>Null where this is no deployment in AWS.</summary>
    public AwsPlace? Aws { get; init; }

    /// <summary>The parameter that holds the PCE's key in AWS; null for the stack's own.</summary>
    public string? KeyParameter { get; init; }

    public DecisionPolicy Policy { get; init; } = new();

    public ImmutableArray<AddressRange> NeverBlock { get; init; } = [];

    /// <summary>Each with every name below it.</summary>
    public ImmutableArray<DomainName> NeverBlockNames { get; init; } = [];

    /// <summary>What of the settings is never blocked by its name: the operator's, and the host of <c>Pce:Url</c>.</summary>
    public GivenNames GivenNames =>
        new(
            NeverBlockNames,
            Uri.TryCreate(Pce.Url, UriKind.Absolute, out var url) && DomainName.TryParse(url.DnsSafeHost, out var host, out _) ? [host] : []
        );

    /// <summary>Named, and not read yet.</summary>
    public ImmutableArray<SoftFile> NeverBlockFiles { get; init; } = [];

    public int AddPerRun { get; init; } = PolicyRows.AddPerRun.Standard;

    public int AddPerDay { get; init; } = PolicyRows.AddPerDay.Standard;

    /// <summary>
    /// Binds the service and the Lambda (<see cref="ReconcileSettings.VersionsPerHour"/>), never a command: they say so themselves.
    /// </summary>
    public int VersionsPerHour { get; init; } = ReconcileRows.VersionsPerHour.Standard;

    /// <summary>
    /// How long a host that runs by itself gathers findings for one policy version, counted from the first. A command goes at once.
    /// </summary>
    public TimeSpan Window { get; init; } = ReconcileRows.Window.Standard;

    /// <summary>How often the service reconciles without news.</summary>
    public TimeSpan Schedule { get; init; } = ReconcileRows.Schedule.Standard;

    /// <summary>Lists of others whom to block.</summary>
    public ImmutableArray<FeedSettings> Feeds { get; init; } = [];

    /// <summary>Where news goes.</summary>
    public ImmutableArray<ChannelSettings> Channels { get; init; } = [];

    /// <summary>Where messages end that a channel did not take.</summary>
    public string DeadLetters { get; init; } = NotifyRows.DefaultLettersIn(folder: null);

    public int MaxRecordBytes { get; init; } = ReconcileRows.MaxRecordBytes.Standard;

    /// <summary>Of <c>shield run</c>: where findings come from.</summary>
    public ServiceSettings Service { get; init; } = new();

    /// <summary>Of <c>shield run</c>: who is told its figures.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>So soon after GuardDuty's update a block should be active.</summary>
    public TimeSpan TimeToActive { get; init; } = TelemetryRows.TimeToActive.Standard;

    /// <summary>What the loop needs of them.</summary>
    /// <param name="soft">The never-block files, read or not.</param>
    public ReconcileSettings ForReconcile(ImmutableArray<SoftSource> soft) =>
        new()
        {
            Owner = Pce.OwnerId ?? "",
            Pce = $"{Pce.Url} {Pce.OrgId}",
            Mode = Pce.Mode,
            Policy = Policy,
            NeverBlock = NeverBlock,
            NeverBlockNames = GivenNames,
            SoftNeverBlock = soft,
            AddPerRun = AddPerRun,
            AddPerDay = AddPerDay,
            MaxEntries = Pce.MaxEntries,
            ForeignDraftWait = Pce.ForeignDraftWait,
        };

    /// <param name="layers">The weakest first.</param>
    /// <param name="needsPce">False for a command that has something to say without the PCE.</param>
    /// <param name="whyNoKey">Why the place that keeps the PCE's key gave none.</param>
    /// <param name="proxyFaults">What is wrong with the variables that name a proxy: a PCE that may be behind it is not asked.</param>
    /// <exception cref="SettingsException">Every fault there is.</exception>
    public static ShieldSettings From(
        ImmutableArray<SettingLayer> layers,
        bool needsPce,
        string? whyNoKey = null,
        ImmutableArray<string> proxyFaults = default
    )
    {
        var reader = new SettingReader(layers);
        reader.RefuseUnknownKeys();
        var pce = ReadPce(reader);
        var retention = reader.Value(LedgerRows.Retention);
        var faultsOfPce = pce.Validate();
        var missing = faultsOfPce.Where(fault => IsMissing(fault, pce)).ToImmutableArray();
        var bundle = faultsOfPce.Where(fault => IsOf(fault, "CaBundle") && IsBesideTheFunction(layers)).ToImmutableArray();
        var folder = layers.Select(layer => layer.Folder).OfType<string>().LastOrDefault();
        var feeds = FeedSettingsReading.Read(reader);
        var settings = new ShieldSettings
        {
            Layers = layers,
            Pce = pce,
            PceFaults =
            [
                .. whyNoKey is null || pce.ApiKey is not null
                    ? missing
                    : [.. missing.Where(fault => !IsOf(fault, "ApiKey") && !IsOf(fault, "ApiSecret")), $"Pce:ApiKey: {whyNoKey}"],
                .. bundle.Select(fault =>
                    $"{fault} (deploy/deploy.sh --with FILE puts it beside the function; elsewhere --set Pce:CaBundle=FILE names it)"
                ),
                .. proxyFaults.IsDefault || pce.IsOnThisMachine ? [] : proxyFaults,
            ],
            LedgerPath = reader.Value(LedgerRows.Path) ?? Path.Combine(folder ?? "", LedgerRows.DefaultPath),
            LedgerTable = ReadLedgerTable(reader, retention),
            Retention = retention,
            LedgerRegion = reader.Value(LedgerRows.Region),
            Aws = AwsPlace.Read(reader),
            KeyParameter = reader.Value(PceRows.KeyParameter),
            Policy = ReadPolicy(reader).With(feeds),
            Feeds = feeds,
            NeverBlock = reader.List(NeverBlockRows.Ranges),
            NeverBlockNames = reader.List(NeverBlockRows.Names),
            NeverBlockFiles = SoftFileSettings.Read(reader),
            AddPerRun = reader.Value(PolicyRows.AddPerRun),
            AddPerDay = reader.Value(PolicyRows.AddPerDay),
            Window = reader.Value(ReconcileRows.Window),
            Schedule = reader.Value(ReconcileRows.Schedule),
            VersionsPerHour = reader.Value(ReconcileRows.VersionsPerHour),
            MaxRecordBytes = reader.Value(ReconcileRows.MaxRecordBytes),
            Service = ServiceSettings.Read(reader, folder ?? ""),
            Channels = ChannelReading.Read(reader),
            DeadLetters = reader.Value(NotifyRows.DeadLetters) ?? NotifyRows.DefaultLettersIn(folder),
            Telemetry = TelemetrySettings.Read(reader),
            TimeToActive = reader.Value(TelemetryRows.TimeToActive),
        };
        ImmutableArray<string> faults =
        [
            .. needsPce ? settings.PceFaults : [],
            .. faultsOfPce.Except(missing).Except(bundle),
            .. reader.Faults,
        ];
        return faults.IsEmpty ? settings with { Warnings = NeverBlockWarnings.Of(reader, settings) } : throw new SettingsException(faults);
    }

    private static DecisionPolicy ReadPolicy(SettingReader reader) =>
        new()
        {
            Autonomy = reader.Value(PolicyRows.Autonomy),
            MinimumSeverity = reader.Value(PolicyRows.MinimumSeverity),
            AcceptSamples = reader.Value(PolicyRows.AcceptSamples),
            Switches = new PolicySwitches
            {
                ApiCallers = reader.Value(PolicyRows.ApiCallers),
                RdsLogins = reader.Value(PolicyRows.RdsLogins),
            },
            OnArchive = reader.Value(PolicyRows.OnArchive),
            OnManualRemoval = reader.Value(PolicyRows.OnManualRemoval),
            Lives = new BlockLives
            {
                Low = reader.Value(PolicyRows.Low),
                Medium = reader.Value(PolicyRows.Medium),
                High = reader.Value(PolicyRows.High),
                Critical = reader.Value(PolicyRows.Critical),
            },
            ResolveDomains = reader.Value(PolicyRows.ResolveDomains),
            HoldWhenAllowedTraffic = reader.Value(PolicyRows.HoldWhenAllowedTraffic),
            TrafficDays = reader.Value(PolicyRows.TrafficDays),
            WidestV4 = reader.Value(PolicyRows.WidestV4),
            WidestV6 = reader.Value(PolicyRows.WidestV6),
            Accounts = AccountSettings.Read(reader),
        };

    private static LedgerPlace? ReadLedgerTable(SettingReader reader, TimeSpan retention)
    {
        if (reader.Value(LedgerRows.Kind) is LedgerKind.Sqlite)
        {
            return null;
        }

        const string Why = "is required where Ledger:Kind is dynamodb";
        return new LedgerPlace
        {
            Table = reader.Required(LedgerRows.Table, Why),
            Owner = reader.Required(PceRows.OwnerId, $"{Why}: it is the ledger's name in its table"),
            Retention = retention,
        };
    }

    private static PceOptions ReadPce(SettingReader reader)
    {
        // Both keys of one place, or the second from a stronger one: whoever brings a key of their own does not act with another's.
        var second = reader.From(PceRows.ApiKey.Name);
        return new PceOptions
        {
            Url = reader.Value(PceRows.Url),
            OrgId = reader.Value(PceRows.OrgId),
            ApiKey = reader.Value(PceRows.ApiKey),
            ApiSecret = reader.Value(PceRows.ApiSecret),
            SecondApiKey = second.Value(PceRows.SecondApiKey),
            SecondApiSecret = second.Value(PceRows.SecondApiSecret),
            OwnerId = reader.Value(PceRows.OwnerId),
            Mode = reader.Value(PceRows.Mode),
            Scope = [.. reader.List(PceRows.Scope)],
            CaBundle = reader.Value(PceRows.CaBundle),
            RequestsPerMinute = reader.Value(PceRows.RequestsPerMinute),
            MaxEntries = reader.Value(PceRows.MaxEntries),
            ForeignDraftWait = reader.Value(PceRows.ForeignDraftWait),
        };
    }

    /// <summary>
    /// A stack's settings name files beside the function. On an operator's machine there are none, which stops nothing but asking the PCE.
    /// </summary>
    private static bool IsBesideTheFunction(ImmutableArray<SettingLayer> layers) =>
        layers.LastOrDefault(layer => !string.IsNullOrEmpty(layer.Values.GetValueOrDefault(PceRows.CaBundle.Name)))
            is { Source: SettingSource.Parameter };

    private static bool IsMissing(string fault, PceOptions pce) =>
        new (string Key, bool IsMissing)[]
        {
            ("Url", string.IsNullOrEmpty(pce.Url)),
            ("OrgId", pce.OrgId is null),
            ("ApiKey", string.IsNullOrEmpty(pce.ApiKey)),
            ("ApiSecret", pce.ApiSecret is null),
            ("OwnerId", pce.OwnerId is null),
        }.Any(required => required.IsMissing && IsOf(fault, required.Key));

    private static bool IsOf(string fault, string key) => fault.StartsWith($"Pce:{key}: ", StringComparison.Ordinal);
}
