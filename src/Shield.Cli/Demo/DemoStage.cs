using System.Globalization;
using Shield.Cli.Streams;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Settings;
using Shield.Operating;
using Shield.Pce.Calling;
using Shield.PceSimulator;
using Shield.Service;
using Shield.Service.Settings;

namespace Shield.Cli.Demo;

/// <summary>
/// A simulated PCE with its three-tier application, an empty ledger, and settings that fit them; all of it gone afterwards.
/// </summary>
internal sealed class DemoStage : IAsyncDisposable
{
    public const string Owner = "demo";

    private static readonly Uri AnyPort = new("http://127.0.0.1:0");

    private const int Organization = 1;
    private const string ApiKey = "api_demo";
    private const string ApiSecret = "demo";

    private readonly SimulatedPce _simulator;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;

    private readonly Surroundings _around;
    private readonly Action<string> _note;

    private DemoStage(SimulatedPce simulator, DirectoryInfo folder, PceMode mode, Surroundings around, Action<string> note)
    {
        (_simulator, _folder, _around, _note) = (simulator, folder, around, note);
        _http = ReachQuestions.ClientFor(Url, ApiKey, ApiSecret);
        Composition = new Composition(
            new ShieldSettings
            {
                Pce = new PceOptions
                {
                    Url = Url.GetLeftPart(UriPartial.Authority),
                    OrgId = Organization.ToString(CultureInfo.InvariantCulture),
                    ApiKey = ApiKey,
                    ApiSecret = Secret.Of(ApiSecret),
                    OwnerId = Owner,
                    Mode = mode,
                },
                PceFaults = [],
                LedgerPath = Path.Combine(folder.FullName, "shield.db"),
            },
            around.Clock,
            around.Network,
            around.NameServers,
            note
        );
    }

    public Uri Url => _simulator.Url;

    /// <summary>
    /// What every command works with, set up for this stage: the demo has no other way to the PCE or the ledger than they have.
    /// </summary>
    public Composition Composition { get; }

    public ReachQuestions Reach => new(_http);

    public string FolderOfSamples => Path.Combine(_folder.FullName, "findings");

    /// <summary>Environment variables with which another Shield, or curl, works with this stage.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
        [
            ("SHIELD_PCE__URL", Composition.Settings.Pce.Url!),
            ("SHIELD_PCE__ORGID", Composition.Settings.Pce.OrgId!),
            ("SHIELD_PCE__APIKEY", ApiKey),
            ("SHIELD_PCE__APISECRET", ApiSecret),
            ("SHIELD_PCE__OWNERID", Owner),
            ("SHIELD_PCE__MODE", Composition.Settings.Pce.Mode.ToWord()),
            ("SHIELD_LEDGER__PATH", Composition.Settings.LedgerPath),
        ];

    /// <summary>As curl takes them.</summary>
    public static string Credentials => $"{ApiKey}:{ApiSecret}";

    /// <exception cref="IOException">No port or no temporary folder is to be had.</exception>
    public static async Task<DemoStage> SetAsync(
        PceMode mode,
        Surroundings around,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var options = new SimulatorOptions
        {
            ApiKey = ApiKey,
            ApiSecret = ApiSecret,
            OrgId = Organization,
            Seed = "three-tier",
            TrafficDelay = TimeSpan.Zero, // A demo does not wait ten minutes to show who was turned away.
            Clock = around.Clock,
        };
        var simulator = await SimulatedPce.StartAsync(options, cancellationToken);
        try
        {
            return new DemoStage(simulator, Directory.CreateTempSubdirectory("shield-demo-"), mode, around, note);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps it up with the service beside it, until the token is cancelled.</summary>
    /// <param name="started">Told where the console is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task ServeAsync(Func<string, Task> started, CancellationToken cancellationToken)
    {
        var variables = Environment.ToDictionary(one => one.Name, one => one.Value);
        return ShieldService.RunAsync(
            new ServiceParts
            {
                Settings = new SettingsPlace(File: null, () => [SettingLayer.OfEnvironment(variables)], ProxyFaults: []),
                Urls = [AnyPort],
                Clock = _around.Clock,
                Network = _around.Network,
                NameServers = _around.NameServers,
                Note = _note,
                Started = urls => started(urls[0]),
            },
            cancellationToken
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Composition.DisposeAsync();
        _http.Dispose();
        await _simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
