using System.CommandLine;
using Shield.Cli.Output;
using Shield.Cli.Wording;
using Shield.Cli.Work;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.Ledger;

namespace Shield.Cli.Commands;

internal static class ThreatsCommand
{
    public static Command Create(CommandRunner runner) => new("threats", "What is blocked and held, and an operator's word on it")
    {
        List(runner),
        ExplainCommand.Create("show", "The same as explain", runner),
        Block(runner),
        Approve(runner),
        Reject(runner),
    };

    private static Command List(CommandRunner runner)
    {
        var all = new Option<bool>("--all") { Description = "The ignored and ended ones too" };
        var command = new Command("list", "One row an indicator") { all };
        runner.On(command, need: _ => PceNeed.None, async (parsed, composition, cancellationToken) =>
        {
            var reader = await composition.OpenSituationAsync(cancellationToken);
            var answer = await ThreatListing.ReadAsync(reader, parsed.GetValue(all), composition.Now, composition.Note, cancellationToken);
            return Reply.Of(answer, CliJson.Default.ImmutableArrayThreatRow, ThreatsText.Write);
        });
        return command;
    }

    private static Command Block(CommandRunner runner)
    {
        var command = new Command("block", "Block it by hand, for a time");
        var direction = new Option<string>("--direction") { Description = "inbound: it may not reach us; outbound: we may not reach it; both", DefaultValueFactory = _ => "both" };
        direction.AcceptOnlyFromAmong("inbound", "outbound", "both");
        command.Options.Add(direction);
        var options = ActOptions.AddTo(command, hasEnd: true);
        runner.On(command, options.Need, async (parsed, composition, cancellationToken) =>
        {
            var decided = await composition.DecideAsync(cancellationToken);
            if (Screening.FaultOfBlock(parsed.GetRequiredValue(options.Indicator), decided.NeverBlock) is { } fault)
            {
                return Reply.Of(ErrorAnswer.Of("never-block", $"not recorded: {fault}"));
            }

            if (Screening.Check(parsed.GetRequiredValue(options.Indicator), decided.NeverBlock) is { Protection: Screening.Part } part)
            {
                composition.Note($"what of it is never blocked is cut out ({part.Reason}): {part.Detail}");
            }

            foreach (var match in decided.NeverBlock.SoftTouching(parsed.GetRequiredValue(options.Indicator)))
            {
                composition.Note($"blocked because you say so, though {Wording.ReasonText.Of(match.List.Kind.ToWord())}: {match.Detail}");
            }

            var directions = parsed.GetValue(direction) switch { "inbound" => Directions.Inbound, "outbound" => Directions.Outbound, _ => Directions.Both };
            return await options.RunAsync(parsed, runner, composition, ActKind.Block, directions, cancellationToken);
        });
        return command;
    }

    private static Command Approve(CommandRunner runner)
    {
        var command = new Command("approve", "Block what is held");
        var options = ActOptions.AddTo(command, hasEnd: true);
        runner.On(command, options.Need, async (parsed, composition, cancellationToken) =>
        {
            var indicator = parsed.GetRequiredValue(options.Indicator);
            var decision = (await composition.DecideAsync(cancellationToken)).Decisions.FirstOrDefault(decision => decision.Indicator == indicator);
            return decision is { Verdict: Verdict.Hold }
                ? await options.RunAsync(parsed, runner, composition, ActKind.Approve, decision.Directions, cancellationToken)
                : Reply.Of(ErrorAnswer.Of("not-held", decision is null
                    ? $"not recorded: {indicator} is not known, so there is nothing to approve; to block it by hand: shield threats block"
                    : $"not recorded: {indicator} is not held, its verdict is {decision.Verdict.ToWord()} ({decision.Reason})"));
        });
        return command;
    }

    private static Command Reject(CommandRunner runner)
    {
        var command = new Command("reject", "Dismiss what is held or blocked, for a time");
        var options = ActOptions.AddTo(command, hasEnd: true);
        runner.On(command, options.Need, (parsed, composition, cancellationToken) =>
            options.RunAsync(parsed, runner, composition, ActKind.Reject, Directions.Both, cancellationToken));
        return command;
    }
}
