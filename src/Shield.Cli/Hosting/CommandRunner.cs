using System.Collections.Immutable;
using System.CommandLine;
using Shield.Aws.Parameters;
using Shield.Cli.Faults;
using Shield.Cli.Printing;
using Shield.Cli.Streams;
using Shield.Hosting.Settings;
using Shield.Operating;
using Shield.Service;
using Shield.Service.Settings;

namespace Shield.Cli.Hosting;

/// <summary>
/// What happens around every command's work: it reads the settings first, prints the answer afterwards, and turns every exception into an
/// error and an exit code.
/// </summary>
internal sealed class CommandRunner(GlobalOptions options, Surroundings surroundings)
{
    /// <summary>
    /// How long a command may run on after Ctrl-C or SIGTERM: enough to give the lease back. Work that has not ended by then waits for
    /// something that cannot be cancelled, such as a pipe that nobody writes to; it ends with the process.
    /// </summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(450);

    /// <summary>The same for a simulated PCE, which has connections to close and a folder to remove.</summary>
    private static readonly TimeSpan LastWordsOfServer = TimeSpan.FromSeconds(10);

    /// <summary>The same for the service, which finishes what is under way.</summary>
    private static readonly TimeSpan LastWordsOfService = ShieldService.StopsWithin + TimeSpan.FromSeconds(5);

    /// <summary>The longest of them.</summary>
    public static TimeSpan LongestLastWords => LastWordsOfService;

    private readonly HashSet<Command> _lists = [];

    public Surroundings Surroundings => surroundings;

    public Terminal TerminalFor(ParseResult parsed) =>
        new(surroundings, FormOf(parsed), isPaged: parsed.GetResult(options.NoPager) is not { Implicit: false });

    /// <summary>Why this command cannot answer in the form that was asked for; null where it can.</summary>
    public string? FaultOfForm(ParseResult parsed) =>
        FormOf(parsed) is OutputForm.Csv or OutputForm.Plain && !_lists.Contains(parsed.CommandResult.Command)
            ? "-o csv and -o plain are for lists: threats list, threats acts, allow list, never-block list, feeds list, policy show"
            : null;

    /// <summary>
    /// A group of commands with nothing after it, such as <c>shield threats</c>: that is a person who looks around, and gets help instead
    /// of an error. With <c>-o json</c> it is an error, as a document.
    /// </summary>
    public bool IsBareGroup(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0
        && parsed.UnmatchedTokens.Count is 0
        && FormOf(parsed) is OutputForm.Text
        && parsed.Errors.Count is 1;

    /// <summary>The same for a command that answers with a list.</summary>
    public void OnList(Command command, Func<ParseResult, Composition, CancellationToken, Task<Reply>> work)
    {
        _lists.Add(command);
        On(command, need: _ => PceNeed.None, work);
    }

    private OutputForm FormOf(ParseResult parsed) =>
        parsed.GetResult(options.Output)?.Tokens is not [.., var wanted]
            ? OutputForm.Text
            : wanted.Value switch
            {
                "json" => OutputForm.Json,
                "csv" => OutputForm.Csv,
                "plain" => OutputForm.Plain,
                _ => OutputForm.Text,
            };

    /// <param name="command">What is parsed.</param>
    /// <param name="need">Whether the PCE's settings must be complete.</param>
    /// <param name="work">What it does.</param>
    public void On(Command command, Func<ParseResult, PceNeed> need, Func<ParseResult, Composition, CancellationToken, Task<Reply>> work) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, need(parsed), work, cancellationToken));

    /// <summary>For work that takes no settings: a simulated PCE, sample findings.</summary>
    public void On(Command command, Func<ParseResult, Terminal, CancellationToken, Task<Reply>> work) =>
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var terminal = TerminalFor(parsed);
                return GuardAsync(terminal, () => work(parsed, terminal, cancellationToken), LastWordsOfServer, cancellationToken);
            }
        );

    /// <summary>For the service, which reads its settings again whenever the file changes.</summary>
    public void OnService(Command command, Func<ParseResult, SettingsPlace, Terminal, CancellationToken, Task<Reply>> work) =>
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var terminal = TerminalFor(parsed);
                return GuardAsync(
                    terminal,
                    () => work(parsed, PlaceOf(parsed), terminal, cancellationToken),
                    LastWordsOfService,
                    cancellationToken
                );
            }
        );

    /// <exception cref="SettingsException">A stack is named, whose functions do what the service does.</exception>
    private SettingsPlace PlaceOf(ParseResult parsed)
    {
        if (parsed.GetValue(options.Stack) is not null || surroundings.Environment[StackSettings.Variable] is string { Length: > 0 })
        {
            throw new SettingsException([
                $"--stack: is a deployment in AWS, whose functions do this already; without it (and {StackSettings.Variable}) the settings "
                    + "come from a file, and Ledger:Kind may be dynamodb",
            ]);
        }

        var (file, assignments) = (parsed.GetValue(options.Config), parsed.GetValue(options.Set) ?? []);
        return new SettingsPlace(
            SettingLayer.FileReadAgain(file),
            () => SettingLayer.Read(file, surroundings.Environment, assignments),
            ProxyVariables.Faults(surroundings.Environment)
        );
    }

    private Task<int> RunAsync(
        ParseResult parsed,
        PceNeed need,
        Func<ParseResult, Composition, CancellationToken, Task<Reply>> work,
        CancellationToken cancellationToken
    )
    {
        var terminal = TerminalFor(parsed);
        return GuardAsync(
            terminal,
            async () =>
            {
                var settings = await ReadSettingsAsync(parsed, need, cancellationToken);
                foreach (var warning in settings.Warnings)
                {
                    terminal.Note($"warning: {warning}");
                }

                await using var composition = new Composition(
                    settings,
                    surroundings.Clock,
                    surroundings.Network,
                    surroundings.NameServers,
                    terminal.Note
                );
                return await work(parsed, composition, cancellationToken);
            },
            LastWords,
            cancellationToken
        );
    }

    private async Task<ShieldSettings> ReadSettingsAsync(ParseResult parsed, PceNeed need, CancellationToken cancellationToken)
    {
        var proxyFaults = ProxyVariables.Faults(surroundings.Environment);
        var (file, assignments) = (parsed.GetValue(options.Config), parsed.GetValue(options.Set) ?? []);
        if (
            (
                parsed.GetValue(options.Stack)
                ?? (surroundings.Environment[StackSettings.Variable] as string is { Length: > 0 } named ? named : null)
            )
            is not { } stack
        )
        {
            return ShieldSettings.From(
                SettingLayer.Read(file, surroundings.Environment, assignments),
                need is not PceNeed.None,
                proxyFaults: proxyFaults
            );
        }

        // With --stack a shield.json in the working directory is not read: it is that of another deployment.
        ImmutableArray<SettingLayer> own =
        [
            .. file is null ? [] : new[] { SettingLayer.OfFile(file) },
            SettingLayer.OfEnvironment(surroundings.Environment),
            SettingLayer.OfAssignments(assignments),
        ];
        using var store = ParameterStore.Connect(region: null);
        var read = await StackSettings.ReadAsync(stack, own, store, cancellationToken);
        return ShieldSettings.From(read.Layers, need is PceNeed.Always, read.WhyNoKey, proxyFaults);
    }

    private static async Task<int> GuardAsync(
        Terminal terminal,
        Func<Task<Reply>> work,
        TimeSpan lastWords,
        CancellationToken cancellationToken
    )
    {
        using var end = new CancellationTokenSource();
        await using var ending = cancellationToken.Register(() => end.CancelAfter(lastWords));
        try
        {
            // On another thread, because opening a pipe blocks its thread until somebody writes to the pipe.
            return terminal.Write(await Task.Run(work, CancellationToken.None).WaitAsync(end.Token));
        }
        catch (Exception exception)
        {
            return terminal.Write(
                Failures.ToReply(cancellationToken.IsCancellationRequested ? new OperationCanceledException() : exception)
            );
        }
    }
}
