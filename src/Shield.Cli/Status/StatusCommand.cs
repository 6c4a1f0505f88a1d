using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Status;

namespace Shield.Cli.Status;

internal static class StatusCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("status", "What needs a person, and how everything stands");
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (_, composition, cancellationToken) =>
                Reply.Of(
                    await StatusRun.ReadAsync(composition, cancellationToken),
                    result => result.Answer,
                    StatusJson.Default.StatusAnswer,
                    StatusText.Write
                )
        );
        return command;
    }
}
