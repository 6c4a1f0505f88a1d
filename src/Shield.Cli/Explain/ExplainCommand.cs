using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Indicators;
using Shield.Operating;
using Shield.Operating.Explain;

namespace Shield.Cli.Explain;

internal static class ExplainCommand
{
    public static Command Create(CommandRunner runner) =>
        Create("explain", "The story of an address, range or domain: why it is blocked, held, ignored, or unknown", runner);

    /// <summary>Under another name it is <c>threats show</c>.</summary>
    public static Command Create(string name, string description, CommandRunner runner)
    {
        var indicator = IndicatorArgument.Create();
        var traffic = TrafficOption.Create();
        var command = new Command(name, description) { indicator, traffic };
        runner.On(
            command,
            need: _ => PceNeed.None,
            (parsed, composition, cancellationToken) =>
                ExplainAsync(parsed.GetRequiredValue(indicator), !parsed.GetValue(traffic), composition, cancellationToken)
        );
        return command;
    }

    private static async Task<Reply> ExplainAsync(
        Indicator asked,
        bool withTraffic,
        Composition composition,
        CancellationToken cancellationToken
    )
    {
        var answer = await ExplainRun.ReadAsync(composition, asked, withTraffic, cancellationToken);
        if (answer.Result.Paused is { } paused)
        {
            composition.Note(paused);
        }

        if (answer.Result.Unreachable is { } why)
        {
            composition.Note($"the PCE could not be read, so the state is unknown: {why}");
        }

        return Reply.Of(answer, ExplainAnswer.Of, ExplainJson.Default.ExplainAnswer, ExplainText.Write) with
        {
            IsPaged = true,
        };
    }
}
