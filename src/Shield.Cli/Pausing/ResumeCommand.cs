using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Operating.Answers;
using Shield.Operating.Pausing;

namespace Shield.Cli.Pausing;

internal static class ResumeCommand
{
    public static Command Create(CommandRunner runner)
    {
        var reason = new Option<string?>("--reason") { Description = "Why, for whoever asks later" };
        reason.Validators.Add(ActOptions.CheckReason);
        var who = ActOptions.WhoOption();
        var command = new Command("resume", "End a pause or undo a panic: the next reconcile puts on the lists what is decided")
        {
            reason,
            who,
        };
        PauseCommand.On(
            runner,
            command,
            ActKind.Resume,
            who,
            why: parsed => parsed.GetValue(reason) ?? "resumed",
            length: _ => null,
            (_, _, pauseSwitch, cancellationToken) => pauseSwitch.ResumeAsync(cancellationToken),
            (result, record) =>
                Reply.Of(
                    new Answer<PauseOutcome>(
                        new PauseOutcome(result, record),
                        result is { Refused: null, Now: null } ? ExitCode.Done : ExitCode.Refused
                    ),
                    PauseDocument.Of,
                    PauseJson.Default.PauseDocument,
                    PauseReport.WriteResume
                )
        );
        return command;
    }
}
