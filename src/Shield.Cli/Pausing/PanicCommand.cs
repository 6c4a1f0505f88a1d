using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Operating.Answers;
using Shield.Operating.Pausing;

namespace Shield.Cli.Pausing;

internal static class PanicCommand
{
    public static Command Create(CommandRunner runner)
    {
        var reason = PauseCommand.ReasonOption();
        var who = ActOptions.WhoOption();
        var length = ActOptions.DurationOption(usual: null, "until shield resume");
        var command = new Command(
            "panic",
            "Take every entry of ours off the lists now, provision, and pause everything; needs the PCE and no ledger. "
                + "shield resume undoes it"
        )
        {
            reason,
            who,
            length,
        };
        PauseCommand.On(
            runner,
            command,
            ActKind.Pause,
            who,
            why: parsed => $"{PauseFlag.PanicWord}{parsed.GetRequiredValue(reason)}",
            length: parsed => parsed.GetValue(length),
            (_, signed, pauseSwitch, cancellationToken) =>
            {
                // The version's message has a form that is read again, so the name goes into it as the flag has it.
                var flag = PauseFlag.Make(signed.By.Who, signed.By.Why, signed.Now, signed.Until, stopsEverything: true);
                return pauseSwitch.PanicAsync(flag, $"panic by {flag.Who}", cancellationToken);
            },
            (result, record) =>
                Reply.Of(
                    new Answer<PauseOutcome>(
                        new PauseOutcome(result.Pause, record) { Panic = result },
                        result is { Pause.Now: not null, Still: [] } ? ExitCode.Done : ExitCode.Refused
                    ),
                    PanicDocument.OfPanic,
                    PauseJson.Default.PanicDocument,
                    PauseReport.WritePanic
                )
        );
        return command;
    }
}
