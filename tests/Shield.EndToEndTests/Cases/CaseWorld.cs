using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shield.Cli;
using Shield.Cli.Streams;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;
using Shield.Sqlite;

namespace Shield.EndToEndTests.Cases;

/// <summary>
/// A simulated PCE and a ledger as a case's <c>before.json</c> has them, at its moment, and the program itself to work on them.
/// </summary>
internal sealed class CaseWorld : IAsyncDisposable
{
    private const string Owner = "case";

    private readonly SimulatedPce _pce;
    private readonly PceHands _hands;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shield-case-");
    private readonly string _settings;
    private readonly FakeTimeProvider _clock;

    private CaseWorld(SimulatedPce pce, string settings, FakeTimeProvider clock) =>
        (_pce, _hands, _settings, _clock) = (pce, new PceHands(pce), settings, clock);

    private string LedgerPath => Path.Combine(_folder.FullName, "shield.db");

    public static async Task<CaseWorld> SetAsync(string folder)
    {
        var before = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "before.json")))!;
        var clock = new FakeTimeProvider(Time(before["now"])!.Value);
        var pce = await SimulatedPce.StartAsync(
            PceHands.Options with
            {
                Seed = "three-tier",
                Clock = clock,
            },
            TestContext.Current.CancellationToken
        );
        var world = new CaseWorld(pce, Path.Combine(folder, "shield.json"), clock);
        await world.RunAsync("init", "--apply");
        foreach (var (direction, entries) in before["lists"]?.AsObject() ?? [])
        {
            await world.PutAsync(direction, entries!.AsArray());
        }

        await world.ActAsync(before["acts"]?.AsArray() ?? []);
        return world;
    }

    /// <returns>What it printed, and its exit code.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        string[] settings =
        [
            $"Pce:Url={_pce.Url.GetLeftPart(UriPartial.Authority)}",
            "Pce:OrgId=1",
            $"Pce:ApiKey={PceHands.Key}",
            $"Pce:ApiSecret={PceHands.Secret}",
            $"Pce:OwnerId={Owner}",
            $"Ledger:Path={LedgerPath}",
        ];
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var surroundings = new Surroundings
        {
            OpenInput = () => Stream.Null,
            Output = output,
            Error = output,
            Environment = new Hashtable(),
            Clock = _clock,
        };
        var exitCode = await ShieldCommandLine.RunAsync(
            [.. arguments, "--config", _settings, .. settings.SelectMany(setting => (string[])["--set", setting])],
            surroundings,
            TestContext.Current.CancellationToken
        );
        return $"{output.ToString().TrimEnd().Replace(LedgerPath, "shield.db", StringComparison.Ordinal)}\n\nexit code {exitCode}\n";
    }

    /// <summary>By direction, entry and description.</summary>
    public async Task<string> ActiveEntriesAsync()
    {
        var after = new JsonObject();
        foreach (var direction in (string[])["inbound", "outbound"])
        {
            var list = await FindAsync("active", direction);
            after[direction] = new JsonObject(
                list["ip_ranges"]!
                    .AsArray()
                    .Select(range => KeyValuePair.Create(Entry(range!), range!["description"]?.DeepClone()))
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            );
        }

        return after.ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public async ValueTask DisposeAsync()
    {
        _hands.Dispose();
        await _pce.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Adds entries to a list of ours and provisions it, as somebody else or an earlier Shield did.</summary>
    private async Task PutAsync(string direction, JsonArray entries)
    {
        var list = await FindAsync("draft", direction);
        var href = (string)list["href"]!;
        var added = entries.Select(entry => new JsonObject
        {
            ["from_ip"] = (string)entry!["entry"]!,
            ["description"] = (string?)entry["description"],
        });
        await _hands.Put(
            href,
            new JsonObject
            {
                ["ip_ranges"] = new JsonArray([.. list["ip_ranges"]!.AsArray().Select(range => range!.DeepClone()), .. added]),
            }
        );
        await _hands.Provision(href);
    }

    private async Task ActAsync(JsonArray acts)
    {
        await using var ledger = await SqliteLedger.OpenAsync(LedgerPath, TestContext.Current.CancellationToken);
        await ledger.AppendAsync(
            [
                .. acts.Select(
                    (act, index) =>
                        new Act
                        {
                            Id = $"act-{index + 1}",
                            Kind = Enum.Parse<ActKind>((string)act!["kind"]!, ignoreCase: true),
                            Indicator = Indicator.Parse((string)act["indicator"]!),
                            At = Time(act["at"])!.Value,
                            Until = Time(act["until"]),
                            Who = (string)act["who"]!,
                            Why = (string)act["why"]!,
                        }
                ),
            ],
            TestContext.Current.CancellationToken
        );
    }

    private async Task<JsonNode> FindAsync(string version, string direction)
    {
        var lists = await _hands.Get($"/sec_policy/{version}/ip_lists");
        return lists.AsArray().Single(list => (string?)list!["external_data_reference"] == $"{Owner}/deny/{direction}")!;
    }

    private static string Entry(JsonNode range) => $"{range["from_ip"]}{((string?)range["to_ip"] is { } to ? $"-{to}" : "")}";

    private static DateTimeOffset? Time(JsonNode? text) =>
        text is null ? null : DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);
}
