using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Explain;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Hosting.Acts;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Threats;
using Shield.Operating.Words;

namespace Shield.Cli.Threats;

internal static class ThreatsCommand
{
    public static Command Create(CommandRunner runner) =>
        new("threats", "What is blocked and held, and an operator's word on it")
        {
            List(runner),
            ExplainCommand.Create("show", "The same as explain", runner),
            Block(runner),
            ImportCommand.Create(runner),
            Approve(runner),
            Reject(runner),
            Withdraw(runner),
            Acts(runner),
            ExportCommand.Create(runner),
        };

    private static Command List(CommandRunner runner)
    {
        var filters = new ThreatFilterOptions();
        var command = new Command("list", "What is blocked and held, one row an indicator");
        filters.AddTo(command);
        runner.OnList(
            command,
            async (parsed, composition, cancellationToken) =>
            {
                var filter = filters.FilterOf(parsed, composition.Now);
                var scope = filter.All ? EvidenceScope.Everything : EvidenceScope.Alive;
                var threats = await ThreatListing.ReadAsync(
                    await composition.OpenSituationAsync(scope, cancellationToken),
                    filter,
                    composition.LedgerName,
                    composition.Now,
                    composition.Note,
                    cancellationToken
                );
                ImmutableArray<ThreatRow> all = [.. threats.Select(ThreatRow.Of)];
                return parsed.GetValue(filters.By) is { } property
                    ? Reply.Of(
                        ThreatCounts.Of(all, property),
                        ThreatsJson.Default.ImmutableArrayThreatCountRow,
                        ThreatsJson.Default.ThreatCountRow,
                        (rows, screen) => ThreatsText.Write(rows, property, screen)
                    )
                    : Reply.Of(
                        new Answer<ImmutableArray<ThreatRow>>(all, ExitCode.Done),
                        ThreatsJson.Default.ImmutableArrayThreatRow,
                        ThreatsJson.Default.ThreatRow,
                        ThreatsText.Write
                    );
            }
        );
        return command;
    }

    private static Command Block(CommandRunner runner)
    {
        var command = new Command("block", "Block it by hand, for a time");
        var direction = DirectionOption.Create("inbound: it may not reach us; outbound: we may not reach it; both", Directions.Both);
        command.Options.Add(direction);
        ActOptions.On(
            command,
            ActLength.Usual,
            runner,
            (parsed, _, composition, cancellationToken) =>
                IndicatorActs.BlockAsync(composition, DirectionOption.Of(parsed, direction) ?? Directions.Both, cancellationToken)
        );
        return command;
    }

    private static Command Approve(CommandRunner runner)
    {
        var command = new Command("approve", "Block what is held");
        ActOptions.On(
            command,
            ActLength.Usual,
            runner,
            (_, indicators, composition, cancellationToken) => IndicatorActs.ApproveAsync(composition, indicators, cancellationToken),
            TrafficOption.Create()
        );
        return command;
    }

    private static Command Reject(CommandRunner runner)
    {
        var command = new Command("reject", "Dismiss what is held or blocked, for a time");
        ActOptions.On(command, ActLength.Usual, runner, IndicatorActs.Reject);
        return command;
    }

    private static Command Withdraw(CommandRunner runner)
    {
        var ids = new Argument<string[]>("act")
        {
            Description = "The ids of acts, as shield threats acts and shield explain show them",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("withdraw", "Take acts back, of whatever kind: from now on they decide nothing") { ids };
        var options = ActOptions.AddTo(command, ActLength.Endless, isAboutActs: true);
        runner.On(
            command,
            options.Need,
            async (parsed, composition, cancellationToken) =>
            {
                var content = await (await composition.OpenReaderAsync(cancellationToken)).ReadAsync(
                    EvidenceScope.Only([]),
                    cancellationToken
                );
                var (acts, fault) = ActListing.Find([.. parsed.GetRequiredValue(ids).Distinct()], content.Acts);
                if (fault is not null)
                {
                    return Reply.Of(ErrorAnswer.Of("unknown-act", $"nothing was recorded: {fault}"));
                }

                var by = await options.SignatureAsync(parsed, runner, composition, cancellationToken);
                var now = composition.Now;
                return await options.RunAsync(
                    parsed,
                    composition,
                    [.. acts.Select(act => OperatorAct.Withdraw(act, by, now))],
                    traffic: null,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static Command Acts(CommandRunner runner)
    {
        var since = Since.Option("Only acts of this long, such as 24h or 7d, or since a date, such as 2026-11-29");
        var who = new Option<string?>("--who") { Description = "Only acts by whom this text names, or by a name that contains it" };
        var command = new Command("acts", "What operators did, the newest first, with the ids that threats withdraw takes") { since, who };
        runner.OnList(
            command,
            async (parsed, composition, cancellationToken) =>
            {
                var content = await (await composition.OpenReaderAsync(cancellationToken)).ReadAsync(
                    EvidenceScope.Only([]),
                    cancellationToken
                );
                var answer = ActListing.Of(
                    content.Acts,
                    MomentText.Of(parsed.GetValue(since), composition.Now),
                    parsed.GetValue(who),
                    composition.Now
                );
                return Reply.Of(
                    answer,
                    ThreatsJson.Default.ImmutableArrayListedActRow,
                    ThreatsJson.Default.ListedActRow,
                    ActListText.Write
                );
            }
        );
        return command;
    }
}
