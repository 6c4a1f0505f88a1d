using System.CommandLine;
using System.Text;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Cli.Streams;
using Shield.Operating.Answers;
using Shield.Pce.Calling;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

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

    private static readonly Option<string> Key = new("--api-key")
    {
        Description = "Authentication user name, api_…",
        DefaultValueFactory = _ => "api_simulated",
    };

    private static readonly Option<string> Secret = new("--api-secret")
    {
        Description = "Its secret",
        DefaultValueFactory = _ => "simulated",
    };

    private static readonly Option<string> Seed = new Option<string>("--seed")
    {
        Description =
            "three-tier: an application with workloads in full enforcement; mixed: besides, a host for each reason why "
            + "a block does nothing; empty: what a new PCE holds",
        DefaultValueFactory = _ => "empty",
    }.AcceptOnlyFromAmong("three-tier", "mixed", "empty");

    private static readonly Option<string> EmptyLists = new Option<string>("--empty-lists")
    {
        Description = "Whether an IP list may be empty; nobody knows of a real PCE",
        DefaultValueFactory = _ => "refuse",
    }.AcceptOnlyFromAmong("refuse", "accept");

    private static readonly Option<FileInfo?> Faults = new("--faults")
    {
        Description = "A fault script, JSON (docs/simulator.md); POST /sim/v1/faults replaces it",
    };

    private static readonly Option<FileInfo?> State = new("--state") { Description = "A file that keeps every change, for the next start" };

    private static readonly Option<bool> Tls = new("--tls") { Description = "https, by a certificate authority of its own" };

    private static readonly Option<DirectoryInfo?> TlsFolder = new("--tls-folder")
    {
        Description = "Where that authority is kept; its ca.pem is what a client must trust (default: a new one, in the temporary folder)",
    };

    private static readonly Option<string> Names = new Option<string>("--fqdn-deny")
    {
        Description = "What becomes of names in deny rules; documented is drop, with a notification",
        DefaultValueFactory = _ => "drop",
    }.AcceptOnlyFromAmong("drop", "honour");

    private static readonly Option<int> SoftLimit = new("--soft-limit")
    {
        Description = "Entries of all IP lists beyond which an event warns",
        DefaultValueFactory = _ => 8_000,
    };

    private static readonly Option<int> HardLimit = new("--hard-limit")
    {
        Description = "Entries of all IP lists beyond which none can grow",
        DefaultValueFactory = _ => 10_000,
    };

    private static readonly Option<int> RequestsPerMinute = new("--requests-per-minute")
    {
        Description = "Of each API key; 0 is no limit",
        DefaultValueFactory = _ => 500,
    };

    private static readonly Option<bool> RetryAfter = new("--retry-after")
    {
        Description = "Say with a 429 how long to wait; nobody knows of a real PCE",
    };

    private static readonly Option<int> TrafficDelay = new("--traffic-delay")
    {
        Description = "Minutes until what a workload saw can be asked for",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<bool> ListenOnly = new("--listen-only")
    {
        Description = "Send nothing to any workload from the start on",
    };

    private static readonly Option<string> Supercluster = new Option<string>("--supercluster")
    {
        Description = "A member can only be read",
        DefaultValueFactory = _ => "standalone",
    }.AcceptOnlyFromAmong("standalone", "leader", "member");

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("pce-sim", "Run a simulated Illumio PCE, for trying things out")
        {
            Urls,
            Org,
            Key,
            Secret,
            Seed,
            EmptyLists,
            Faults,
            State,
            Tls,
            TlsFolder,
            Names,
            SoftLimit,
            HardLimit,
            RequestsPerMinute,
            RetryAfter,
            TrafficDelay,
            ListenOnly,
            Supercluster,
        };
        runner.On(command, (parsed, _, cancellationToken) => RunAsync(parsed, runner.Surroundings, cancellationToken));
        return command;
    }

    /// <exception cref="FormatException">The fault script cannot be read.</exception>
    private static SimulatorOptions OptionsOf(ParseResult parsed, TimeProvider clock) =>
        new()
        {
            Urls = parsed.GetRequiredValue(Urls),
            OrgId = parsed.GetRequiredValue(Org),
            ApiKey = parsed.GetRequiredValue(Key),
            ApiSecret = parsed.GetRequiredValue(Secret),
            Seed = parsed.GetRequiredValue(Seed),
            AcceptEmptyLists = parsed.GetRequiredValue(EmptyLists) is "accept",
            Faults = parsed.GetValue(Faults) is { } script
                ? FaultJson.Parse(Encoding.UTF8.GetString(BoundedFile.Read(script.FullName, BoundedFile.UsualLimit)))
                : [],
            StateFile = parsed.GetValue(State)?.FullName,
            Tls = parsed.GetValue(Tls) || parsed.GetValue(TlsFolder) is not null,
            TlsFolder =
                parsed.GetValue(TlsFolder)?.FullName
                ?? (parsed.GetValue(Tls) ? Directory.CreateTempSubdirectory("simulated-pce-").FullName : null),
            HonourNamesInDenyRules = parsed.GetRequiredValue(Names) is "honour",
            SoftIpListEntries = parsed.GetRequiredValue(SoftLimit),
            HardIpListEntries = parsed.GetRequiredValue(HardLimit),
            RequestsPerMinute = parsed.GetRequiredValue(RequestsPerMinute) is > 0 and var most ? most : null,
            RetryAfter = parsed.GetValue(RetryAfter),
            TrafficDelay = TimeSpan.FromMinutes(Math.Max(0, parsed.GetRequiredValue(TrafficDelay))),
            ListenOnlySince = parsed.GetValue(ListenOnly) ? clock.GetUtcNow() : null,
            Role = Enum.Parse<SuperclusterRole>(parsed.GetRequiredValue(Supercluster), ignoreCase: true),
        };

    private static async Task<Reply> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellationToken)
    {
        SimulatorOptions options;
        try
        {
            options = OptionsOf(parsed, around.Clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return Reply.Of(ErrorAnswer.Of("bad-fault-script", $"{parsed.GetValue(Faults)}: {e.Message}"));
        }

        SimulatedPce pce;
        try
        {
            pce = await SimulatedPce.StartAsync(options, cancellationToken);
        }
        catch (ArgumentException e) when (options.StateFile is { } state && e.Message.Contains(state, StringComparison.Ordinal))
        {
            return Reply.Of(ErrorAnswer.Of("bad-state-file", e.Message));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or FormatException or ArgumentException)
        {
            return Reply.Of(ErrorAnswer.Of("cannot-listen", $"cannot listen on {options.Urls}: {e.Message}"));
        }

        await using (pce)
        {
            var told = around.Output;
            var trust = options.TlsFolder is { } folder ? $", trust {Path.Combine(folder, "ca.pem")}" : "";

            // One line, complete: whoever starts the simulator from a script waits for it.
            await told.WriteLineAsync(
                $"simulated PCE ready at {pce.Url.GetLeftPart(UriPartial.Authority)} (org {options.OrgId}, key "
                    + $"{options.ApiKey}, seed {options.Seed}{trust}); Ctrl-C ends it"
            );
            await told.FlushAsync(cancellationToken);
            await pce.WaitForShutdownAsync(cancellationToken);
            return Reply.Said(ExitCode.Done);
        }
    }
}
