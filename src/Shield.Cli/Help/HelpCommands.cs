using System.CommandLine;
using System.Reflection;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Answers;

namespace Shield.Cli.Help;

/// <summary><c>help</c>, <c>version</c> and <c>completion</c>: what people try first on a program that they do not know.</summary>
internal static class HelpCommands
{
    private static string Version { get; } =
        typeof(HelpCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static Command CreateHelp(CommandRunner runner)
    {
        var words = new Argument<string[]>("command")
        {
            Description = "The command, such as threats list; none for all of them",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("help", "How a command is used") { words };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var root = parsed.RootCommandResult.Command;
                Command asked = root;
                foreach (var word in parsed.GetValue(words) ?? [])
                {
                    if (asked.Subcommands.FirstOrDefault(sub => sub.Name == word) is not { } next)
                    {
                        return Task.FromResult(
                            runner
                                .TerminalFor(parsed)
                                .Write(
                                    Reply.Of(
                                        ErrorAnswer.Of("usage", $"there is no command '{word}'; shield help lists all of them"),
                                        ExitCode.Usage
                                    )
                                )
                        );
                    }

                    asked = next;
                }

                return ShowAsync(root, PathOf(asked, root), parsed.InvocationConfiguration, cancellationToken);
            }
        );
        return command;
    }

    public static Command CreateVersion(CommandRunner runner)
    {
        var command = new Command("version", "The version of this program");
        command.SetAction(parsed => runner.TerminalFor(parsed).Write(VersionReply()));
        return command;
    }

    public static Command CreateCompletion(CommandRunner runner)
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", CompletionScripts.Shells) };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new Command(
            "completion",
            "A script that lets a shell complete commands and options; load it from the shell's start file"
        )
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            var answer = new CompletionAnswer(parsed.GetRequiredValue(shell), CompletionScripts.Of(parsed.GetRequiredValue(shell)));
            return runner
                .TerminalFor(parsed)
                .Write(
                    Reply.Of(
                        new Answer<CompletionAnswer>(answer, ExitCode.Done),
                        HelpJson.Default.CompletionAnswer,
                        (document, screen) =>
                        {
                            foreach (var line in document.Script.TrimEnd('\n').Split('\n'))
                            {
                                screen.Line(line);
                            }
                        }
                    )
                );
        });
        return command;
    }

    public static Reply VersionReply() =>
        Reply.Of(
            new Answer<VersionAnswer>(new VersionAnswer(Version), ExitCode.Done),
            HelpJson.Default.VersionAnswer,
            (answer, screen) => screen.Line(answer.Version)
        );

    /// <summary>The help of the command at the end of the path.</summary>
    public static Task<int> ShowAsync(
        Command root,
        IEnumerable<string> path,
        InvocationConfiguration configuration,
        CancellationToken cancellationToken
    ) => root.Parse([.. path, "--help"]).InvokeAsync(configuration, cancellationToken);

    private static IEnumerable<string> PathOf(Command command, Command root) =>
        command == root ? [] : [.. command.Parents.OfType<Command>().Take(1).SelectMany(parent => PathOf(parent, root)), command.Name];
}
