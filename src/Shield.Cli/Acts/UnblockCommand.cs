using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;

namespace Shield.Cli.Acts;

internal static class UnblockCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("unblock", "Let it through at once; what is seen of it meanwhile is recorded and does not block it");
        var options = ActOptions.AddTo(command, ActLength.Usual);
        runner.On(
            command,
            options.Need,
            (parsed, composition, cancellationToken) => RunAsync(options, parsed, runner, composition, ActKind.Unblock, cancellationToken)
        );
        return command;
    }

    /// <summary>An act that every indicator may be given.</summary>
    public static async Task<Reply> RunAsync(
        ActOptions options,
        ParseResult parsed,
        CommandRunner runner,
        Composition composition,
        ActKind kind,
        CancellationToken cancellationToken
    )
    {
        var read = await options.ReadAsync(parsed, runner, cancellationToken);
        return read.FaultOf("indicators", _ => null) is { } fault
            ? Reply.Of(fault)
            : await options.RunAsync(
                parsed,
                runner,
                composition,
                kind,
                read.Named.Select(named => (named.Indicator, Directions.Both)),
                cancellationToken
            );
    }
}
