using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.History;
using Shield.Operating.Words;

namespace Shield.Cli.History;

internal static class HistoryCommand
{
    public static Command Create(CommandRunner runner) =>
        new("history", "What happened: who asked for what, and what it came to") { List(runner), Show(runner), Verify(runner) };

    private static Command List(CommandRunner runner)
    {
        var since = Since.Option("Only what happened within this time, such as 24h or 7d, or since a date, such as 2026-11-29");
        var until = Since.Option("Only what happened before that", "--until");
        var who = new Option<string?>("--who") { Description = "Only what somebody asked for whose name contains this text" };
        var indicator = IndicatorArgument.Option("--indicator", "Only what was about this party, or about a range around it or inside it");
        var kinds = new Option<string[]>("--kind") { Description = "Only events of this kind" };
        kinds.AcceptOnlyFromAmong([.. HistoryWords.Kinds]);
        var limit = LimitOption.Create("At most so many, the newest");
        var command = new Command("list", "What happened, the newest first") { since, until, who, indicator, kinds, limit };
        runner.OnList(
            command,
            async (parsed, composition, cancellationToken) =>
            {
                var filter = new HistoryFilter
                {
                    Since = MomentText.Of(parsed.GetValue(since), composition.Now),
                    Until = MomentText.Of(parsed.GetValue(until), composition.Now),
                    Who = parsed.GetValue(who),
                    Indicators = [.. parsed.GetValue(indicator) ?? []],
                    Kinds = [.. parsed.GetValue(kinds) ?? []],
                    Limit = parsed.GetValue(limit),
                };
                return Reply.Of(
                    new Answer<ImmutableArray<HistoryEvent>>(
                        await filter.ReadAsync(
                            await composition.OpenReaderAsync(cancellationToken),
                            from => composition.ReadRestoresAsync(from, cancellationToken),
                            cancellationToken
                        ),
                        ExitCode.Done
                    ),
                    happened => new HistoryRow(happened),
                    HistoryJson.Default.ImmutableArrayHistoryRow,
                    HistoryJson.Default.HistoryRow,
                    HistoryText.Write
                );
            }
        );
        return command;
    }

    private static Command Show(CommandRunner runner)
    {
        var id = new Argument<string>("id") { Description = "As history list shows it; of an act the first eight characters do" };
        var command = new Command("show", "One event, with every entry and its cause") { id };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var asked = parsed.GetRequiredValue(id);
                var ledger = await composition.OpenReaderAsync(cancellationToken);
                var restores = await composition.ReadRestoresAsync(DateTimeOffset.UnixEpoch, cancellationToken);
                var events = await HistoryFilter.ReadAllAsync(ledger, DateTimeOffset.MinValue, restores, cancellationToken);
                if (HistoryShown.Find(asked, events) is not { } happened)
                {
                    return Reply.Of(ErrorAnswer.Of(HistoryLines.Unknown(asked)));
                }

                return Reply.Of(
                    new Answer<HistoryShown>(new HistoryShown(happened, events, composition.Now), ExitCode.Done),
                    shown => shown.ToDocument(),
                    HistoryJson.Default.HistoryShowAnswer,
                    HistoryText.Write
                );
            }
        );
        return command;
    }

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
                    composition.ReadReconcileSettings().Owner,
                    composition.Now
                );
                var answer = await verification.RunAsync(cancellationToken);
                return Reply.Of(answer, HistoryVerifyAnswer.Of, HistoryJson.Default.HistoryVerifyAnswer, HistoryText.Write);
            }
        );
        return command;
    }
}
