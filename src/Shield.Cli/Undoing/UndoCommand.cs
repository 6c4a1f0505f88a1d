using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Undoing;
using Shield.Operating.Words;

namespace Shield.Cli.Undoing;

internal static class UndoCommand
{
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string?>("act")
        {
            Description = "The id of an act, as shield threats acts shows it; without it, the last command's acts",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var together = new Option<bool>("--together") { Description = "With the act also those that the same command recorded" };
        var who = new Option<string?>("--who")
        {
            Description = "All acts of this person since --since: the whole name, or what stands before its @",
        };
        var since = Since.Option("How far back with --who, such as 1h or 7d, or a date, such as 2026-11-29");
        var command = new Command("undo", "Take acts back: shown first, done with --apply") { id, together, who, since };
        var proposal = ProposalOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            var (isOne, isPersons) = (result.GetResult(id) is { Tokens.Count: > 0 }, result.GetResult(who) is not null);
            if (isPersons != result.GetResult(since) is not null)
            {
                result.AddError("--who and --since go together: whose acts, and since when");
            }

            if (isOne && isPersons)
            {
                result.AddError("name one act, or --who and --since, not both");
            }

            if (result.GetResult(together) is { Implicit: false } && !isOne)
            {
                result.AddError("--together is about the act that is named");
            }
        });
        runner.On(
            command,
            need: _ => PceNeed.ToReconcile,
            async (parsed, composition, cancellationToken) =>
            {
                var by = await proposal.SignatureAsync(parsed, runner, composition.Settings, cancellationToken);
                var question = new UndoQuestion
                {
                    Id = parsed.GetValue(id),
                    Together = parsed.GetValue(together),
                    Who = parsed.GetValue(who),
                    Since = MomentText.Of(parsed.GetValue(since), composition.Now),
                };
                var (answer, fault) = await UndoRun.RunAsync(composition, question, by, parsed.GetValue(proposal.Apply), cancellationToken);
                return answer is null
                    ? Reply.Of(ErrorAnswer.Of(fault!))
                    : Reply.Of(answer, UndoAnswer.Of, UndoJson.Default.UndoAnswer, UndoText.Write);
            }
        );
        return command;
    }
}
