using System.CommandLine;
using Shield.Cli.Output;
using Shield.Cli.Wording;
using Shield.Cli.Work;

namespace Shield.Cli.Commands;

internal static class InitCommand
{
    public static Command Create(CommandRunner runner)
    {
        var apply = new Option<bool>("--apply") { Description = "Make it; without this it is only shown" };
        var command = new Command("init", "Show, or make, what Shield needs on the PCE: two IP lists, a rule set, two override-deny rules") { apply };
        runner.On(command, needsPce: _ => true, async (parsed, composition, cancellationToken) =>
        {
            var answer = await Initialisation.RunAsync(composition.Installation, parsed.GetValue(apply), cancellationToken);
            return answer is { ExitCode: ExitCode.Error, Document.Refused: { } refused }
                ? Reply.Of(ErrorAnswer.Of(refused.Reason, refused.Detail))
                : Reply.Of(answer, CliJson.Default.InitAnswer, InitText.Write);
        });
        return command;
    }
}
