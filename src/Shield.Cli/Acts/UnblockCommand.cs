using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Operating.Acts;

namespace Shield.Cli.Acts;

internal static class UnblockCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("unblock", "Let it through at once; what is seen of it meanwhile is recorded and does not block it");
        ActOptions.On(command, ActLength.Usual, runner, IndicatorActs.Unblock);
        return command;
    }
}
