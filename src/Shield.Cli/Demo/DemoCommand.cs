using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Answers;

namespace Shield.Cli.Demo;

internal static class DemoCommand
{
    public static Command Create(CommandRunner runner)
    {
        var keep = new Option<bool>("--keep")
        {
            Description = "Stay up afterwards, with the console, until Ctrl-C, and say how to look around",
        };
        var mode = new Option<string>("--mode")
        {
            Description = "deny: override-deny rules; exclusion: allow rules of Any less the malicious",
            DefaultValueFactory = _ => PceMode.Deny.ToWord(),
        };
        mode.AcceptOnlyFromAmong(PceMode.Deny.ToWord(), PceMode.Exclusion.ToWord());
        var command = new Command(
            "demo",
            "See the main job done, on a simulated PCE with a three-tier application; exit code 1: something was not as promised"
        )
        {
            keep,
            mode,
        };
        runner.On(
            command,
            async (parsed, terminal, cancellationToken) =>
            {
                await using var stage = await DemoStage.SetAsync(
                    parsed.GetValue(mode) == PceMode.Exclusion.ToWord() ? PceMode.Exclusion : PceMode.Deny,
                    runner.Surroundings,
                    terminal.Note,
                    cancellationToken
                );
                var demo = await DemoProgress.ShowAsync(
                    runner.Surroundings.Error,
                    runner.Surroundings.IsErrorTerminal,
                    DemoRun.Steps,
                    step => new DemoRun(stage, step).PlayAsync(cancellationToken)
                );
                var reply = Reply.Of(
                    new Answer<DemoResult>(demo, demo.Broken.IsEmpty ? ExitCode.Done : ExitCode.Error),
                    result => result.Answer,
                    DemoJson.Default.DemoAnswer,
                    DemoText.Write
                );
                foreach (var promise in demo.Broken)
                {
                    terminal.Note($"not as promised: {promise}");
                }

                if (!parsed.GetValue(keep))
                {
                    return reply;
                }

                terminal.Write(reply);
                try
                {
                    await stage.ServeAsync(console => DemoHints.WriteAsync(stage, console, runner.Surroundings.Error), cancellationToken);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    // Ctrl-C before the service was up.
                }

                return Reply.Said(reply.ExitCode);
            }
        );
        return command;
    }
}
