using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.History;
using Shield.Operating.Reading;
using Shield.Operating.Reports;
using Shield.Operating.Words;

namespace Shield.Cli.Reports;

internal static class ReportCommand
{
    private const string UsualPeriod = "7d";

    public static Command Create(CommandRunner runner)
    {
        var since = Since.Option($"From when, such as 24h or 7d back, or a date, such as 2026-11-29; {UsualPeriod}");
        var until = Since.Option("Up to when; now", "--until");
        var form = new Option<string>("--format") { Description = "text, markdown or html; text", DefaultValueFactory = _ => "text" };
        form.AcceptOnlyFromAmong("text", "markdown", "html");
        var command = new Command("report", "What was blocked, held and ended in a period, by whom, how fast, and what waits for a person")
        {
            since,
            until,
            form,
        };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var now = composition.Now;
                var from = Since.Of(parsed.GetValue(since) ?? UsualPeriod, now)!.Value;
                var to = Since.Of(parsed.GetValue(until), now) ?? now;
                if (from >= to)
                {
                    return Reply.Of(
                        ErrorAnswer.Of("usage", $"--since {TimeText.Of(from)} is not before --until {TimeText.Of(to)}"),
                        ExitCode.Usage
                    );
                }

                var events = await HistoryFilter.ReadAllAsync(
                    await composition.OpenReaderAsync(cancellationToken),
                    from,
                    [],
                    cancellationToken
                );
                var reader = await composition.OpenSituationAsync(
                    EvidenceScope.AliveAnd(PeriodReport.PartiesIn(events, from, to)),
                    cancellationToken
                );
                var overview = await Overview.ReadAsync(reader, now, cancellationToken);
                var situation = overview.Situation;
                var reach =
                    situation is not null && composition.OpenReaching() is { } reaching
                        ? await reaching.AskAsync([.. ReachQuery.AllOf(situation)], now, cancellationToken)
                        : null;
                var result = new ReportResult(
                    PeriodReport.Of(events, overview.Threats(), from, to),
                    PauseText.NoteOf(situation?.Plan),
                    situation?.Plan.KeptBack.Length,
                    await RemovedByHandRow.NameAsync(
                        RemovedByHandRow.InForce(overview.Decided.Ledger.Acts, now),
                        situation is null ? null : composition.OpenUserNames(),
                        cancellationToken
                    ),
                    situation is null
                        ? []
                        : [.. situation.Alarms, .. EffectText.WhyUnenforced(situation.Unenforced, composition.Settings.Pce.Mode)],
                    reach is null ? null : ReachCountRow.Of(reach)
                );
                return Reply.Of(
                    new Answer<ReportResult>(result, ExitCode.Done),
                    ReportJson.Default.ReportResult,
                    (report, screen) => Write(ReportPage.Of(report), parsed.GetRequiredValue(form), screen)
                );
            }
        );
        return command;
    }

    private static void Write(ReportPage page, string form, Screen screen)
    {
        if (form is "text")
        {
            ReportForms.WriteText(page, screen);
            return;
        }

        foreach (var line in form is "html" ? ReportForms.Html(page) : ReportForms.Markdown(page))
        {
            screen.Line(line);
        }
    }
}
