using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shield.Cli;
using Shield.Cli.Streams;
using Shield.EndToEndTests.Simulator;
using Shield.Pce.Calling;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// The whole command line against a simulated PCE, in this process or as a program of its own. Every answer of <c>-o json</c> must be one
/// document and valid under its schema.
/// </summary>
public abstract class CliTest : SimulatorTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shield-cli-").FullName;

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal ShiftedClock Clock { get; } = new();

    /// <summary>None of the tests asks the servers of this machine.</summary>
    protected virtual ImmutableArray<IPEndPoint> NameServers => [new(IPAddress.Loopback, 9)];

    /// <summary>What lies between a command in this process and the PCE.</summary>
    protected virtual Func<PceOptions, HttpMessageHandler> Network => PceHandler.For;

    /// <summary>What the environment holds beside the PCE's settings.</summary>
    protected Dictionary<string, string?> Environment { get; } = [];

    /// <summary>Null for a pipe, which most tests read from.</summary>
    protected int? TerminalWidth { get; set; }

    protected string Ledger => Path.Combine(_folder, "shield.db");

    protected string File(string name, params string[] lines)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }

    protected string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>With <c>-o json</c>, in this process.</summary>
    protected async Task<CliRun> Json(params string[] arguments)
    {
        var run = await Run([.. arguments, "-o", "json"], input: "");
        CheckDocument(arguments, run);
        return run;
    }

    protected Task<CliRun> Text(params string[] arguments) => Run(arguments, input: "");

    protected async Task<CliRun> Run(string[] arguments, string input)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = Around(output, error) with { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)) };
        var exitCode = await ShieldCommandLine.RunAsync(arguments, surroundings, Cancellation);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>What a command in this process touches, with nothing on standard input.</summary>
    private protected Surroundings Around(TextWriter output, TextWriter error) =>
        new()
        {
            OpenInput = () => Stream.Null,
            Output = output,
            Error = error,
            IsTerminal = TerminalWidth is not null,
            Width = TerminalWidth,
            Environment = AllSettings(),
            Clock = Clock,
            NameServers = NameServers,
            Network = Network,
        };

    /// <summary>As a program of its own.</summary>
    protected async Task<CliRun> Spawn(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return new CliRun(process.ExitCode, await output, await error);
    }

    /// <summary>
    /// As a program of its own, with a redirection of a shell, such as <c>2>/dev/full</c>. Standard error counts only where it is not
    /// redirected.
    /// </summary>
    protected async Task<CliRun> SpawnRedirected(string redirection, params string[] arguments)
    {
        using var process = Begin(
            "/bin/bash",
            ["-c", $"\"$0\" \"$@\" {redirection}", Path.Combine(AppContext.BaseDirectory, "shield"), .. arguments]
        );
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return new CliRun(process.ExitCode, await output, await error);
    }

    protected Process Start(params string[] arguments) => Begin(Path.Combine(AppContext.BaseDirectory, "shield"), arguments);

    private Process Begin(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var (name, value) in AllSettings())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    protected static void CheckDocument(string[] arguments, CliRun run)
    {
        var isError = JsonNode.Parse(run.Output) is JsonObject document && document.ContainsKey("error");
        Assert.Equal(isError, run.ExitCode is 1 or 64 or 130 && isError);
        DocumentSchemas.Check(isError ? "error" : DocumentSchemas.NameFor(arguments), run.Output);
    }

    protected Task<CliRun> Initialise() => Json("init", "--apply");

    /// <summary>Feeds one brute force by each party, and applies.</summary>
    protected async Task<CliRun> IngestAndApply(params string[] parties) =>
        (await Json("ingest", File("findings.json", [.. parties.Select(party => FindingText.BruteForce(party))]), "--apply")).Expect(0);

    /// <summary>Whether a party outside reaches a workload, as the simulated firewalls have it.</summary>
    protected async Task<bool> Reaches(string party, string workload, int port) =>
        (bool)(await Admin.Get($"/sim/v1/reach?from={party}&to={workload}&port={port}&proto=6"))["allowed"]!;

    /// <summary>A person takes an entry off the inbound list in the PCE's console, and provisions.</summary>
    protected static async Task RemoveByHandAsync(PceHands person, string party)
    {
        var list = (await person.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .Single(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        var left = list["ip_ranges"]!.AsArray().Where(range => (string)range!["from_ip"]! != party).Select(range => range!.DeepClone());
        await person.Put((string)list["href"]!, new JsonObject { ["ip_ranges"] = new JsonArray([.. left]) });
        await person.Provision((string)list["href"]!);
    }

    /// <summary>Disables or enables our rule set, in the PCE's console.</summary>
    protected static async Task SwitchRulesAsync(PceHands person, bool isOn)
    {
        var set = (await person.Get("/sec_policy/draft/rule_sets"))
            .AsArray()
            .Single(set => (string?)set!["external_data_reference"] is "test-owner/deny/rules")!;
        var href = (string)set["href"]!;
        await person.Put(href, new JsonObject { ["enabled"] = isOn });
        await person.Provision(href);
    }

    /// <summary>Ranges on the inbound list, without the sentinel.</summary>
    protected async Task<string[]> Listed(string version = "active")
    {
        var lists = (await Admin.Get($"/sec_policy/{version}/ip_lists")).AsArray();
        return
        [
            .. lists
                .Where(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")
                .SelectMany(list => list!["ip_ranges"]!.AsArray())
                .Select(range => (string)range!["from_ip"]!)
                .Where(range => range is not "192.0.2.1"),
        ];
    }

    private Dictionary<string, string?> AllSettings() =>
        new(
            Environment
                .Concat(
                    new Dictionary<string, string?>
                    {
                        ["SHIELD_PCE__URL"] = Pce.Url.ToString(),
                        ["SHIELD_PCE__ORGID"] = "1",
                        ["SHIELD_PCE__APIKEY"] = PceHands.Key,
                        ["SHIELD_PCE__APISECRET"] = PceHands.Secret,
                        ["SHIELD_PCE__OWNERID"] = "test-owner",
                        ["SHIELD_LEDGER__PATH"] = Ledger,
                        ["SHIELD_WHO"] = "ann@test",
                    }.Where(pair => !Environment.ContainsKey(pair.Key))
                )
                .Where(pair => pair.Value is not null)
        );
}
