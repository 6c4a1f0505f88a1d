using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Operating.Reading;
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
            {
                var reader = await composition.OpenSituationAsync(cancellationToken);
                var answer = await StatusReport.ReadAsync(
                    reader,
                    composition.Settings,
                    composition.OpenReaching(),
                    composition.Settings.Channels.IsEmpty
                        ? []
                        : await (await composition.OpenReaderAsync(cancellationToken)).ReadNotesAsync(NoteKind.Told, cancellationToken),
                    composition.Settings.Feeds.IsEmpty
                        ? []
                        : await (await composition.OpenReaderAsync(cancellationToken)).ReadNotesAsync(NoteKind.Feed, cancellationToken),
                    composition.OpenUserNames(),
                    composition.Now,
                    cancellationToken
                );
                if (
                    UnknownEntries.Sentence(
                        [.. answer.Result.Answer.Orphans.Select(orphan => orphan.Entry).Distinct()],
                        composition.Settings.Pce.OwnerId,
                        composition.LedgerName
                    ) is
                    { } unknown
                )
                {
                    composition.Note(unknown);
                }

                return Reply.Of(answer, result => result.Answer, StatusJson.Default.StatusAnswer, StatusText.Write);
            }
        );
        return command;
    }
}
