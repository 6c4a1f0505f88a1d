using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Undoing;

namespace Shield.Cli.Undoing;

internal static class RollbackCommand
{
    public static Command Create(CommandRunner runner)
    {
        var to = new Argument<string>("to")
        {
            Description = "A policy version such as 42, a length of time back such as 2h, or a moment such as 2026-11-29T20:00Z",
        };
        to.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && RollbackRun.FaultOf(token.Value) is { } fault)
            {
                result.AddError(fault);
            }
        });
        var length = ActOptions.DurationOption(RollbackRun.UsualLength, "");
        var command = new Command("rollback", "Our entries as they were then, held there for a time: shown first, done with --apply")
        {
            to,
            length,
        };
        var proposal = ProposalOptions.AddTo(command);
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var (answer, fault) = await RollbackRun.RunAsync(
                    composition,
                    parsed.GetRequiredValue(to),
                    await proposal.SignatureAsync(parsed, runner, composition.Settings, cancellationToken),
                    parsed.GetValue(length),
                    parsed.GetValue(proposal.Apply),
                    cancellationToken
                );
                return answer is null
                    ? Reply.Of(ErrorAnswer.Of(fault!))
                    : Reply.Of(answer, RollbackAnswer.Of, UndoJson.Default.RollbackAnswer, RollbackText.Write);
            }
        );
        return command;
    }
}
