using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Reports;
using Shield.Operating.Words;

namespace Shield.Cli.Reports;

internal static class ReportCommand
{
    public static Command Create(CommandRunner runner)
    {
        var since = Since.Option($"From when, such as 24h or 7d back, or a date, such as 2026-11-29; {ReportRun.UsualPeriod}");
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
                var (answer, fault) = await ReportRun.ReadAsync(
                    composition,
                    MomentText.Of(parsed.GetValue(since), composition.Now),
                    MomentText.Of(parsed.GetValue(until), composition.Now),
                    cancellationToken
                );
                return answer is null
                    ? Reply.Of(ErrorAnswer.Of(fault!), ExitCode.Usage)
                    : Reply.Of(
                        answer,
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
