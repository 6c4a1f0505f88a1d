using System.CommandLine;
using Shield.Core.Evidence;
using Shield.Core.Ledger;

namespace Shield.Cli.Commands;

internal static class UnblockCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("unblock", "Let it through at once; what is seen of it meanwhile is recorded and does not block it");
        var options = ActOptions.AddTo(command, hasEnd: true);
        runner.On(command, options.Need, (parsed, composition, cancellationToken) =>
            options.RunAsync(parsed, runner, composition, ActKind.Unblock, Directions.Both, cancellationToken));
        return command;
    }
}
