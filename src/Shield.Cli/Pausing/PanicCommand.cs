using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Acts;

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
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var by = await Signature.OfAsync(
                    parsed.GetValue(who),
                    $"{PauseFlag.PanicWord}{parsed.GetRequiredValue(reason)}",
                    runner.Surroundings.Environment,
                    composition.Settings,
                    cancellationToken
                );
                var now = composition.Now;
                var flag = PauseFlag.Make(by.Who, by.Why, now, now + parsed.GetValue(length), stopsEverything: true);

                // The version's message has a form that is read again, so the name goes into it as the flag has it.
                var (result, record) = await PauseRecord.KeepAsync(
                    PauseCommand.ActOf(ActKind.Pause, by, now, parsed.GetValue(length)),
                    () => composition.OpenPauseSwitch().PanicAsync(flag, $"panic by {flag.Who}", cancellationToken),
                    composition.OpenLedgerAsync,
                    composition.HasLedger,
                    cancellationToken
                );
                return Reply.Of(
                    new Answer<PauseOutcome>(
                        new PauseOutcome(result.Pause, record) { Panic = result },
                        result is { Pause.Now: not null, Still: [] } ? ExitCode.Done : ExitCode.Refused
                    ),
                    outcome => new PanicDocument(outcome, outcome.Panic!),
                    PauseJson.Default.PanicDocument,
                    PauseReport.WritePanic
                );
            }
        );
        return command;
    }
}
