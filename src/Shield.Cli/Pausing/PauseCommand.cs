using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Hosting.Acts;
using Shield.Operating;
using Shield.Operating.Answers;
using Shield.Operating.Pausing;

namespace Shield.Cli.Pausing;

internal static class PauseCommand
{
    public static Command Create(CommandRunner runner)
    {
        var reason = ReasonOption();
        var who = ActOptions.WhoOption();
        var length = ActOptions.DurationOption(PauseRun.UsualLength, "");
        var everything = new Option<bool>("--everything") { Description = PauseLines.WhatEverythingDoes };
        var command = new Command("pause", PauseLines.WhatPauseDoes) { reason, who, length, everything };
        On(
            runner,
            command,
            who,
            why: parsed => parsed.GetRequiredValue(reason),
            async (parsed, by, composition, cancellationToken) =>
                ReplyOf(
                    await PauseRun.PauseAsync(composition, by, parsed.GetValue(length), parsed.GetValue(everything), cancellationToken),
                    PauseReport.WritePause
                )
        );
        return command;
    }

    internal static Option<string> ReasonOption()
    {
        var reason = new Option<string>("--reason") { Description = "Why, for whoever asks later; required", Required = true };
        reason.Validators.Add(ActOptions.CheckReason);
        return reason;
    }

    internal static Reply ReplyOf(Answer<PauseOutcome> answer, Action<PauseOutcome, Screen> text) =>
        Reply.Of(answer, PauseDocument.Of, PauseJson.Default.PauseDocument, text);

    /// <summary>Somebody signs; then it is done.</summary>
    internal static void On(
        CommandRunner runner,
        Command command,
        Option<string?> who,
        Func<ParseResult, string> why,
        Func<ParseResult, Signature, Composition, CancellationToken, Task<Reply>> work
    ) =>
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
                await work(
                    parsed,
                    await Signature.OfAsync(
                        parsed.GetValue(who),
                        why(parsed),
                        runner.Surroundings.Environment,
                        composition.Settings,
                        cancellationToken
                    ),
                    composition,
                    cancellationToken
                )
        );
}
