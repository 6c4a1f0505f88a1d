using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Operating.Acts;
using Shield.Operating.Allow;
using Shield.Operating.Answers;
using Shield.Operating.Reading;

namespace Shield.Cli.Allow;

internal static class AllowCommand
{
    public static Command Create(CommandRunner runner) =>
        new("allow", "Whom no decision may block") { Add(runner), Remove(runner), List(runner), Check(runner) };

    private static Command Add(CommandRunner runner)
    {
        var command = new Command("add", "Never block it; an entry that covers it goes at once");
        ActOptions.On(command, ActLength.Optional, runner, IndicatorActs.Allow);
        return command;
    }

    private static Command Remove(CommandRunner runner)
    {
        var command = new Command("remove", "Take it off the allowlist");
        ActOptions.On(
            command,
            ActLength.Endless,
            runner,
            async (_, _, composition, cancellationToken) =>
            {
                var content = await (await composition.OpenReaderAsync(cancellationToken)).ReadAsync(
                    EvidenceScope.Only([]),
                    cancellationToken
                );
                var allowed = Allowlist.InForce(content.Acts, composition.Now).Select(act => act.Indicator!.Value).ToHashSet();
                return new IndicatorAct(ActKind.Disallow)
                {
                    FaultCode = "not-allowed",
                    FaultOf = indicator => AllowListing.FaultOfRemoval(indicator, allowed, composition.Settings),
                };
            }
        );
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "The allowlist, from acts and settings");
        runner.OnList(
            command,
            async (_, composition, cancellationToken) =>
            {
                var ledger = await composition.OpenReaderAsync(cancellationToken);
                var answer = await AllowListing.ReadAsync(
                    ledger,
                    composition.Settings.NeverBlock,
                    composition.Settings.NeverBlockNames,
                    composition.Now,
                    cancellationToken
                );
                return Reply.Of(answer, AllowJson.Default.ImmutableArrayAllowRow, AllowJson.Default.AllowRow, AllowText.Write);
            }
        );
        return command;
    }

    private static Command Check(CommandRunner runner)
    {
        var indicator = IndicatorArgument.Create();
        var command = new Command("check", "Whether it is protected, and by what") { indicator };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var decided = await composition.DecideAsync(cancellationToken);
                var asked = parsed.GetRequiredValue(indicator);
                return Reply.Of(
                    new Answer<AllowCheck>(new AllowCheck(asked, Screening.Check(asked, decided.NeverBlock)), ExitCode.Done),
                    AllowCheckAnswer.Of,
                    AllowJson.Default.AllowCheckAnswer,
                    AllowText.Write
                );
            }
        );
        return command;
    }
}
