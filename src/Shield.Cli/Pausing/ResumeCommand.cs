using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Operating.Pausing;

namespace Shield.Cli.Pausing;

internal static class ResumeCommand
{
    public static Command Create(CommandRunner runner)
    {
        var reason = new Option<string?>("--reason") { Description = "Why, for whoever asks later" };
        reason.Validators.Add(ActOptions.CheckReason);
        var who = ActOptions.WhoOption();
        var command = new Command("resume", PauseLines.WhatResumeDoes) { reason, who };
        PauseCommand.On(
            runner,
            command,
            who,
            why: parsed => parsed.GetValue(reason) ?? "resumed",
            async (_, by, composition, cancellationToken) =>
                PauseCommand.ReplyOf(await PauseRun.ResumeAsync(composition, by, cancellationToken), PauseReport.WriteResume)
        );
        return command;
    }
}
