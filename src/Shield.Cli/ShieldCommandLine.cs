using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Invocation;
using Shield.Cli.Acts;
using Shield.Cli.Adopting;
using Shield.Cli.Allow;
using Shield.Cli.Apply;
using Shield.Cli.Demo;
using Shield.Cli.Doctor;
using Shield.Cli.Explain;
using Shield.Cli.Feeds;
using Shield.Cli.Help;
using Shield.Cli.History;
using Shield.Cli.Hosting;
using Shield.Cli.Ingest;
using Shield.Cli.Init;
using Shield.Cli.NeverBlockLists;
using Shield.Cli.Notifications;
using Shield.Cli.Pausing;
using Shield.Cli.Plans;
using Shield.Cli.Policy;
using Shield.Cli.Printing;
using Shield.Cli.Reports;
using Shield.Cli.Run;
using Shield.Cli.Samples;
using Shield.Cli.Simulator;
using Shield.Cli.Status;
using Shield.Cli.Streams;
using Shield.Cli.Threats;
using Shield.Cli.Undoing;
using Shield.Cli.Users;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;

namespace Shield.Cli;

/// <summary>The whole program behind its command line; also what tests and the demo start.</summary>
public static class ShieldCommandLine
{
    /// <summary>
    /// How long the process lives on after Ctrl-C: longer than <see cref="CommandRunner"/> lets any command run, so that the command itself
    /// says how it ended.
    /// </summary>
    private static readonly TimeSpan LastWords = CommandRunner.LongestLastWords + TimeSpan.FromSeconds(5);

    /// <summary>
    /// A stream that cannot be written does not stop the work: notes and progress are lost without a word. Where the answer itself is lost,
    /// standard error says so and the exit code is 1.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var output = new SteadyWriter(surroundings.Output, goesOn: false);
        await using var error = new SteadyWriter(surroundings.Error, goesOn: true);
        var exitCode = await RunSteadilyAsync(arguments, surroundings with { Output = output, Error = error }, cancellationToken);
        await output.FlushAsync(CancellationToken.None);
        if (output.Fault is not { } fault)
        {
            return exitCode;
        }

        await error.WriteLineAsync(
            $"shield: the answer cannot be written to standard output ({SafeText.Of(fault)}). The command itself {Ended(exitCode)}"
        );
        return exitCode is ExitCode.Usage or ExitCode.Interrupted ? exitCode : ExitCode.Error;
    }

    private static Task<int> RunSteadilyAsync(
        IReadOnlyList<string> arguments,
        Surroundings surroundings,
        CancellationToken cancellationToken
    )
    {
        var options = new GlobalOptions();
        var runner = new CommandRunner(options, surroundings);
        var root = Build(options, runner);
        // No response files: an argument that starts with @ is an argument.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = LastWords,
        };
        return parsed.Action is ParseErrorAction && runner.IsBareGroup(parsed)
                ? HelpCommands.ShowAsync(root, PathOf(parsed.CommandResult).Skip(1), configuration, cancellationToken)
            : parsed.Action is ParseErrorAction
                ? Task.FromResult(
                    runner.TerminalFor(parsed).Write(UsageFault(parsed, [.. parsed.Errors.Select(error => error.Message).Distinct()]))
                )
            : runner.FaultOfForm(parsed) is { } fault ? Task.FromResult(runner.TerminalFor(parsed).Write(UsageFault(parsed, [fault])))
            : parsed.InvokeAsync(configuration, cancellationToken);
    }

    private static string Ended(int exitCode) =>
        exitCode is ExitCode.Done ? "did all that it was to do." : $"ended with exit code {exitCode} (docs/exit-codes.md).";

    private static RootCommand Build(GlobalOptions options, CommandRunner runner)
    {
        var root = new RootCommand(
            "GuardDuty Shield: blocks on the Illumio PCE whom Amazon GuardDuty reports, for as long as they deserve it, and nobody else."
        )
        {
            InitCommand.Create(runner),
            IngestCommand.Create(runner),
            PlanCommand.Create(runner),
            ApplyCommand.Create(runner),
            RunCommand.Create(runner),
            ConsoleCommand.Create(runner),
            StatusCommand.Create(runner),
            DoctorCommand.Create(runner),
            ThreatsCommand.Create(runner),
            FeedsCommand.Create(runner),
            ExplainCommand.Create(runner),
            UnblockCommand.Create(runner),
            UndoCommand.Create(runner),
            RollbackCommand.Create(runner),
            AdoptCommand.Create(runner),
            PauseCommand.Create(runner),
            ResumeCommand.Create(runner),
            PanicCommand.Create(runner),
            AllowCommand.Create(runner),
            NeverBlockCommand.Create(runner),
            PolicyCommand.Create(runner),
            SimulateCommand.Create(runner),
            HistoryCommand.Create(runner),
            ReportCommand.Create(runner),
            NotifyCommand.Create(runner),
            DemoCommand.Create(runner),
            SamplesCommand.Create(runner),
            PceSimCommand.Create(runner),
            HelpCommands.CreateHelp(runner),
            HelpCommands.CreateVersion(runner),
            HelpCommands.CreateCompletion(runner),
        };
        options.AddTo(root);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(runner);
        return root;
    }

    private static Reply UsageFault(ParseResult parsed, ImmutableArray<string> faults)
    {
        var command = parsed.CommandResult.Command;
        var meant = parsed.UnmatchedTokens is [var unknown, ..]
            ? NearestName.Of(unknown, command.Subcommands.Select(sub => sub.Name).Concat(command.Options.Select(option => option.Name)))
            : null;
        var path = string.Join(' ', PathOf(parsed.CommandResult));
        var hint = $"{(meant is null ? "" : $"did you mean {meant}? ")}{path} --help says more";
        return Reply.Of(
            new ErrorAnswer(
                new ErrorDetail
                {
                    Code = "usage",
                    Message = faults is [var only] ? $"{only.TrimEnd('.')}; {hint}" : $"the command line is wrong; {hint}",
                    Faults = faults is [_] ? null : faults,
                }
            ),
            ExitCode.Usage
        );
    }

    private static IEnumerable<string> PathOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? [.. PathOf(parent), result.Command.Name] : ["shield"];

    private sealed class VersionAction(CommandRunner runner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => runner.TerminalFor(parseResult).Write(HelpCommands.VersionReply());
    }
}
