using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;

namespace Shield.Cli.History;

internal static class HistoryCommand
{
    public static Command Create(CommandRunner runner) => new("history", "What Shield recorded of its own work") { Verify(runner) };

    private static Command Verify(CommandRunner runner)
    {
        var command = new Command(
            "verify",
            "Whether the ledger is as Shield wrote it, by its own chains and by the PCE's policy versions; writes nothing"
        );
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (_, composition, cancellationToken) =>
            {
                var verification = new LedgerVerification(
                    await composition.OpenReaderAsync(cancellationToken),
                    composition.OpenPce,
                    composition.ReconcileSettings.Owner,
                    composition.Now
                );
                var answer = await verification.RunAsync(cancellationToken);
                return Reply.Of(answer, HistoryVerifyAnswer.Of, HistoryJson.Default.HistoryVerifyAnswer, HistoryText.Write);
            }
        );
        return command;
    }
}
