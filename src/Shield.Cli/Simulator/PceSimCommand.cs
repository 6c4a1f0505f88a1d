using System.CommandLine;
using Shield.Cli.Commands;
using Shield.Cli.Output;
using Shield.PceSimulator;

namespace Shield.Cli.Simulator;

/// <summary><c>shield pce-sim</c>: the simulated PCE on its own, until Ctrl-C.</summary>
internal static class PceSimCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen; port 0 lets the system choose one",
        DefaultValueFactory = _ => "http://127.0.0.1:8443",
    };

    private static readonly Option<int> Org = new("--org") { Description = "The organisation's number", DefaultValueFactory = _ => 1 };

    private static readonly Option<string> Key = new("--api-key") { Description = "Authentication user name, api_…", DefaultValueFactory = _ => "api_simulated" };

    private static readonly Option<string> Secret = new("--api-secret") { Description = "Its secret", DefaultValueFactory = _ => "simulated" };

    private static readonly Option<string> Seed = new Option<string>("--seed")
    {
        Description = "three-tier: an application with workloads in full enforcement; empty: what a new PCE holds",
        DefaultValueFactory = _ => "empty",
    }.AcceptOnlyFromAmong("three-tier", "empty");

    private static readonly Option<string> EmptyLists = new Option<string>("--empty-lists")
    {
        Description = "Whether an IP list may be empty; nobody knows of a real PCE",
        DefaultValueFactory = _ => "refuse",
    }.AcceptOnlyFromAmong("refuse", "accept");

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("pce-sim", "Run a simulated Illumio PCE, for trying things out") { Urls, Org, Key, Secret, Seed, EmptyLists };
        runner.On(command, (parsed, _, cancellationToken) => RunAsync(OptionsOf(parsed), runner.Surroundings.Output, cancellationToken));
        return command;
    }

    private static SimulatorOptions OptionsOf(ParseResult parsed) => new()
    {
        Urls = parsed.GetRequiredValue(Urls),
        OrgId = parsed.GetRequiredValue(Org),
        ApiKey = parsed.GetRequiredValue(Key),
        ApiSecret = parsed.GetRequiredValue(Secret),
        Seed = parsed.GetRequiredValue(Seed),
        AcceptEmptyLists = parsed.GetRequiredValue(EmptyLists) is "accept",
    };

    private static async Task<Reply> RunAsync(SimulatorOptions options, TextWriter told, CancellationToken cancellationToken)
    {
        SimulatedPce pce;
        try
        {
            pce = await SimulatedPce.StartAsync(options, cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or FormatException or ArgumentException)
        {
            return Reply.Of(ErrorAnswer.Of("cannot-listen", $"cannot listen on {options.Urls}: {e.Message}"));
        }

        await using (pce)
        {
            // One line, complete: whoever starts the simulator from a script waits for it.
            await told.WriteLineAsync($"simulated PCE ready at {pce.Url.GetLeftPart(UriPartial.Authority)} (org {options.OrgId}, key {options.ApiKey}, seed {options.Seed}); Ctrl-C ends it");
            await told.FlushAsync(cancellationToken);
            await pce.WaitForShutdownAsync(cancellationToken);
            return Reply.Said(ExitCode.Done);
        }
    }
}
