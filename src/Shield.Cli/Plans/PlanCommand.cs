using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Plans;

namespace Shield.Cli.Plans;

internal static class PlanCommand
{
    public static Command Create(CommandRunner runner)
    {
        var traffic = TrafficOption.Create();
        var command = new Command("plan", "Show what an apply would change; writes nothing. Exit code 2: changes exist") { traffic };
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
                Reply.Of(
                    await PlanRun.ReadAsync(composition, withTraffic: !parsed.GetValue(traffic), cancellationToken),
                    result => result.Answer,
                    PlanJson.Default.PlanAnswer,
                    PlanText.Write
                ) with
                {
                    IsPaged = true,
                }
        );
        return command;
    }
}
