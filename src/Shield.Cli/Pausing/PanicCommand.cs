using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Pausing;

namespace Shield.Cli.Pausing;

internal static class PanicCommand
{
    public static Command Create(CommandRunner runner)
    {
        var reason = PauseCommand.ReasonOption();
        var who = ActOptions.WhoOption();
        var length = ActOptions.DurationOption(usual: null, "until shield resume");
        var command = new Command("panic", PauseLines.WhatPanicDoes) { reason, who, length };
        PauseCommand.On(
            runner,
            command,
            who,
            why: parsed => parsed.GetRequiredValue(reason),
            async (parsed, by, composition, cancellationToken) =>
                Reply.Of(
                    await PauseRun.PanicAsync(composition, by, parsed.GetValue(length), cancellationToken),
                    PanicDocument.OfPanic,
                    PauseJson.Default.PanicDocument,
                    PauseReport.WritePanic
                )
        );
        return command;
    }
}
