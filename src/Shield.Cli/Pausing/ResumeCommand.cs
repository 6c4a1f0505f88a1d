using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Hosting.Acts;

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
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var by = await Signature.OfAsync(
                    parsed.GetValue(who),
                    parsed.GetValue(reason) ?? "resumed",
                    runner.Surroundings.Environment,
                    composition.Settings,
                    cancellationToken
                );
                var (result, record) = await PauseRecord.KeepAsync(
                    PauseCommand.ActOf(ActKind.Resume, by, composition.Now, length: null),
                    () => composition.OpenPauseSwitch().ResumeAsync(cancellationToken),
                    composition.OpenLedgerAsync,
                    composition.HasLedger,
                    cancellationToken
                );
                return Reply.Of(
                    new Answer<PauseOutcome>(
                        new PauseOutcome(result, record),
                        result is { Refused: null, Now: null } ? ExitCode.Done : ExitCode.Refused
                    ),
                    outcome => new PauseDocument(outcome),
                    PauseJson.Default.PauseDocument,
                    PauseReport.WriteResume
                );
            }
        );
        return command;
    }
}
