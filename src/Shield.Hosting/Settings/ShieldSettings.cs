using System.Collections.Immutable;
using Shield.Aws.DynamoDb;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
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

    public string LedgerPath { get; init; } = "shield.db";

    /// <summary>Null where the ledger is a file.</summary>
    public LedgerPlace? LedgerTable { get; init; }

    /// <summary>Null for the region that AWS's SDK finds for itself.</summary>
    public string? LedgerRegion { get; init; }

    public TimeSpan Retention { get; init; } = Forgetting.DefaultRetention;

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

    public int AddPerRun { get; init; } = 6_000;

    public int AddPerDay { get; init; } = 12_000;

    /// <summary>
    /// Binds the service and the Lambda (<see cref="ReconcileSettings.VersionsPerHour"/>), never a command: they say so themselves.
    /// </summary>
    public int VersionsPerHour { get; init; } = 30;

    /// <summary>
    /// How long a host that runs by itself gathers findings for one policy version. A command goes at once, and the Lambda takes what its
    /// queue hands it.
    /// </summary>
    public TimeSpan Window { get; init; } = DefaultWindow;

    private static readonly TimeSpan DefaultWindow = TimeSpan.FromSeconds(2);

    public int MaxRecordBytes { get; init; } = FindingReader.DefaultMaxRecordBytes;

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
        var window = reader.Time("Reconcile:Window", DefaultWindow);

        var standard = new BlockLives();
        var switches = PolicySwitches.Default;
        var policy = new DecisionPolicy();
        var pce = ReadPce(reader);
        var retention = reader.Time("Ledger:Retention", Forgetting.DefaultRetention, Forgetting.ShortestRetention);
        var missing = pce.Validate().Where(fault => IsMissing(fault, pce)).ToImmutableArray();
        var settings = new ShieldSettings
        {
            Layers = layers,
            Pce = pce,
            Window = window,
            PceFaults =
            [
                .. whyNoKey is null || pce.ApiKey is not null
                    ? missing
                    : [.. missing.Where(fault => !IsOf(fault, "ApiKey") && !IsOf(fault, "ApiSecret")), $"Pce:ApiKey: {whyNoKey}"],
                .. proxyFaults.IsDefault || pce.IsOnThisMachine ? [] : proxyFaults,
            ],
            LedgerPath =
                reader.Text("Ledger:Path")
                ?? Path.Combine(layers.Select(layer => layer.Folder).OfType<string>().LastOrDefault() ?? "", "shield.db"),
            LedgerTable = ReadLedgerTable(reader, retention),
            Retention = retention,
            LedgerRegion = reader.Text("Ledger:Region"),
            Aws = AwsPlace.Read(reader),
            KeyParameter = reader.Text("Pce:KeyParameter"),
            Policy = policy with
            {
                Autonomy = reader.Word("Policy:Autonomy", policy.Autonomy),
                MinimumSeverity = reader.Severity("Policy:MinimumSeverity", policy.MinimumSeverity),
                AcceptSamples = reader.Flag("Policy:AcceptSamples", policy.AcceptSamples),
                Switches = new PolicySwitches
                {
                    ApiCallers = reader.Word("Policy:ApiCallers", switches.ApiCallers),
                    RdsLogins = reader.Word("Policy:RdsLogins", switches.RdsLogins),
                },
                OnArchive = reader.Word("Policy:OnArchive", policy.OnArchive),
                OnManualRemoval = reader.Word("Policy:OnManualRemoval", policy.OnManualRemoval),
                Lives = new BlockLives
                {
                    Low = reader.Time("Policy:Life:Low", standard.Low),
                    Medium = reader.Time("Policy:Life:Medium", standard.Medium),
                    High = reader.Time("Policy:Life:High", standard.High),
                    Critical = reader.Time("Policy:Life:Critical", standard.Critical),
                },
                ResolveDomains = reader.Flag("Policy:ResolveDomains", policy.ResolveDomains),
                WidestV4 = reader.Prefix("Limits:WidestV4", policy.WidestV4, 32),
                WidestV6 = reader.Prefix("Limits:WidestV6", policy.WidestV6, 128),
                Accounts = AccountSettings.Read(reader),
            },
            NeverBlock = reader.Ranges("NeverBlock:Ranges"),
            NeverBlockNames = reader.Domains("NeverBlock:Names"),
            NeverBlockFiles = SoftFileSettings.Read(reader),
            AddPerRun = reader.Number("Limits:AddPerRun", 6_000, 0, 1_000_000),
            AddPerDay = reader.Number("Limits:AddPerDay", 12_000, 0, 1_000_000),
            VersionsPerHour = reader.Number("Reconcile:VersionsPerHour", 30, 1, 3_600),
            MaxRecordBytes = reader.Size("Input:MaxRecordBytes", FindingReader.DefaultMaxRecordBytes, 1 << 10, 64 << 20),
        };
        ImmutableArray<string> faults = [.. needsPce ? settings.PceFaults : [], .. pce.Validate().Except(missing), .. reader.Faults];
        return faults.IsEmpty ? settings with { Warnings = NeverBlockWarnings.Of(reader, settings) } : throw new SettingsException(faults);
    }

    private static LedgerPlace? ReadLedgerTable(SettingReader reader, TimeSpan retention)
    {
        if (reader.Word("Ledger:Kind", LedgerKind.Sqlite) is LedgerKind.Sqlite)
        {
            return null;
        }

        const string Why = "is required where Ledger:Kind is dynamodb";
        return new LedgerPlace
        {
            Table = reader.Required("Ledger:Table", Why),
            Owner = reader.Required("Pce:OwnerId", $"{Why}: it is the ledger's name in its table"),
            Retention = retention,
        };
    }

    private static PceOptions ReadPce(SettingReader reader)
    {
        var standard = new PceOptions();
        // Both keys of one place, or the second from a stronger one: whoever brings a key of their own does not act with another's.
        var second = reader.From("Pce:ApiKey");
        return new PceOptions
        {
            Url = reader.Text("Pce:Url"),
            OrgId = reader.Text("Pce:OrgId"),
            ApiKey = reader.Text("Pce:ApiKey"),
            ApiSecret = SecretOf(reader, "Pce:ApiSecret"),
            SecondApiKey = second.Text("Pce:SecondApiKey"),
            SecondApiSecret = SecretOf(second, "Pce:SecondApiSecret"),
            OwnerId = reader.Text("Pce:OwnerId"),
            Mode = reader.Word("Pce:Mode", PceMode.Deny),
            Scope = [.. reader.List("Pce:Scope")],
            CaBundle = reader.Text("Pce:CaBundle"),
            RequestsPerMinute = reader.Number("Pce:RequestsPerMinute", standard.RequestsPerMinute, 1, 500),
            MaxEntries = reader.Number("Pce:MaxEntries", standard.MaxEntries, 1, 8_000),
            ForeignDraftWait = reader.Time("Pce:ForeignDraftWait", standard.ForeignDraftWait),
        };
    }

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

    private static Secret? SecretOf(SettingReader reader, string key) => reader.Text(key) is { } text ? Secret.Of(text) : null;
}
