using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Plans;
using Shield.Operating.Reading;

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
            {
                var reader = await composition.OpenPreviewAsync(cancellationToken);
                var answer = await PlanPreview.ReadAsync(
                    reader,
                    composition.OpenUserNames(),
                    parsed.GetValue(traffic) ? null : composition.OpenTraffic(),
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

                return Reply.Of(answer, result => result.Answer, PlanJson.Default.PlanAnswer, PlanText.Write) with
                {
                    IsPaged = true,
                };
            }
        );
        return command;
    }
}
