using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Output;
using Shield.Hosting.Settings;

namespace Shield.Cli.Commands;

/// <summary>Around every command's work: settings before, printing and exit code after, and no exception past this.</summary>
internal sealed class CommandRunner(GlobalOptions options, Surroundings surroundings)
{
    public Surroundings Surroundings => surroundings;

    public Terminal TerminalFor(ParseResult parsed) =>
        new(surroundings, isJson: parsed.GetResult(options.Output)?.Tokens.Any(token => token.Value is "json") ?? false);

    /// <param name="command">What is parsed.</param>
    /// <param name="needsPce">Whether the PCE's settings must be complete.</param>
    /// <param name="work">What it does.</param>
    public void On(Command command, Func<ParseResult, bool> needsPce, Func<ParseResult, Composition, CancellationToken, Task<Reply>> work) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, needsPce(parsed), work, cancellationToken));

    /// <summary>For work that takes no settings.</summary>
    public void On(Command command, Func<ParseResult, Terminal, CancellationToken, Task<Reply>> work) =>
        command.SetAction((parsed, cancellationToken) =>
        {
            var terminal = TerminalFor(parsed);
            return GuardAsync(terminal, () => work(parsed, terminal, cancellationToken), cancellationToken);
        });

    private Task<int> RunAsync(ParseResult parsed, bool needsPce, Func<ParseResult, Composition, CancellationToken, Task<Reply>> work, CancellationToken cancellationToken)
    {
        var terminal = TerminalFor(parsed);
        return GuardAsync(
            terminal,
            async () =>
            {
                var layers = SettingLayer.Read(parsed.GetValue(options.Config), surroundings.Environment, parsed.GetValue(options.Set) ?? []);
                var settings = ShieldSettings.From(layers, needsPce);
                await using var composition = new Composition(settings, surroundings.Clock, surroundings.Network, surroundings.NameServers, terminal.Note);
                return await work(parsed, composition, cancellationToken);
            },
            cancellationToken);
    }

    private static async Task<int> GuardAsync(Terminal terminal, Func<Task<Reply>> work, CancellationToken cancellationToken)
    {
        try
        {
            return terminal.Write(await work());
        }
        catch (Exception exception)
        {
            return terminal.Write(Failures.ToReply(cancellationToken.IsCancellationRequested ? new OperationCanceledException() : exception));
        }
    }
}
