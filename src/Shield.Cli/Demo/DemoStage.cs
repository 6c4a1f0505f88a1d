using System.Globalization;
using Shield.Cli.Hosting;
using Shield.Cli.Settings;
using Shield.Pce;
using Shield.PceSimulator;

namespace Shield.Cli.Demo;

/// <summary>A simulated PCE with its three-tier application, an empty ledger, and settings that fit them; all of it gone afterwards.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    public const string Owner = "demo";

    private const int Organization = 1;
    private const string Key = "api_demo";
    private const string Secret = "demo";

    private readonly SimulatedPce _simulator;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;

    private DemoStage(SimulatedPce simulator, DirectoryInfo folder, Surroundings around, Action<string> note)
    {
        (_simulator, _folder) = (simulator, folder);
        _http = ReachQuestions.ClientFor(Url, Key, Secret);
        Shield = new Composition(
            new ShieldSettings
            {
                Pce = new PceOptions
                {
                    Url = Url.GetLeftPart(UriPartial.Authority),
                    OrgId = Organization.ToString(CultureInfo.InvariantCulture),
                    ApiKey = Key,
                    ApiSecret = global::Shield.Pce.Secret.Of(Secret),
                    OwnerId = Owner,
                },
                PceFaults = [],
                LedgerPath = Path.Combine(folder.FullName, "shield.db"),
            },
            around.Clock,
            around.Network,
            note);
    }

    public Uri Url => _simulator.Url;

    /// <summary>What every command works with, set up for this stage: the demo has no other way to the PCE or the ledger than they have.</summary>
    public Composition Shield { get; }

    public ReachQuestions Reach => new(_http);

    public string FolderOfSamples => Path.Combine(_folder.FullName, "findings");

    /// <summary>What makes another Shield, or anything else, work with this stage.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
    [
        ("SHIELD_PCE__URL", Shield.Settings.Pce.Url!),
        ("SHIELD_PCE__ORGID", Shield.Settings.Pce.OrgId!),
        ("SHIELD_PCE__APIKEY", Key),
        ("SHIELD_PCE__APISECRET", Secret),
        ("SHIELD_PCE__OWNERID", Owner),
        ("SHIELD_LEDGER__PATH", Shield.Settings.LedgerPath),
    ];

    /// <summary>As curl takes them.</summary>
    public static string Credentials => $"{Key}:{Secret}";

    /// <exception cref="IOException">No port or no temporary folder is to be had.</exception>
    public static async Task<DemoStage> SetAsync(Surroundings around, Action<string> note, CancellationToken cancellationToken)
    {
        var options = new SimulatorOptions { ApiKey = Key, ApiSecret = Secret, OrgId = Organization, Seed = "three-tier", Clock = around.Clock };
        var simulator = await SimulatedPce.StartAsync(options, cancellationToken);
        try
        {
            return new DemoStage(simulator, Directory.CreateTempSubdirectory("shield-demo-"), around, note);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the token is cancelled.</summary>
    public Task KeepAsync(CancellationToken cancellationToken) => _simulator.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Shield.DisposeAsync();
        _http.Dispose();
        await _simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
