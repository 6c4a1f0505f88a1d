using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.NeverBlockLists;
using Shield.Pce.Calling;

namespace Shield.Cli.NeverBlockLists;

internal static class NeverBlockCommand
{
    public static Command Create(CommandRunner runner) =>
        new("never-block", "What no decision covers, and what waits for a person") { List(runner), Check(runner), Refresh(runner) };

    private static Command List(CommandRunner runner)
    {
        var command = new Command(
            "list",
            "Every tier, where it comes from and how it stands. Exit code 3: one cannot be read, so no new block is made"
        );
        runner.OnList(
            command,
            async (_, composition, cancellationToken) =>
                Reply.Of(
                    NeverBlockListing.Of((await composition.DecideAsync(cancellationToken)).NeverBlock),
                    source => source.Row,
                    NeverBlockJson.Default.ImmutableArrayNeverBlockRow,
                    NeverBlockJson.Default.NeverBlockRow,
                    NeverBlockText.Write
                )
        );
        return command;
    }

    private static Command Check(CommandRunner runner)
    {
        var indicator = IndicatorArgument.Create();
        var command = new Command("check", "Which tiers have it, and what would be decided") { indicator };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
                Reply.Of(
                    NeverBlockChecking.Of(
                        parsed.GetRequiredValue(indicator),
                        await composition.DecideAsync(EvidenceScope.AliveAnd([parsed.GetRequiredValue(indicator)]), cancellationToken)
                    ),
                    check => check.ToAnswer(),
                    NeverBlockJson.Default.NeverBlockCheckAnswer,
                    NeverBlockText.Write
                )
        );
        return command;
    }

    private static Command Refresh(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "The list, by its name in NeverBlock:Files" };
        var from = new Option<string>("--from")
        {
            Description = "The new copy: a file, or an address with https",
            Required = true,
            HelpName = "file|url",
        };
        var shrink = new Option<bool>("--accept-shrink") { Description = "Also where less than half of it is left" };
        var command = new Command(
            "refresh",
            "Put a new copy in the place of a list, if it can be read whole; shows what changed, and keeps the old one beside it"
        )
        {
            name,
            from,
            shrink,
        };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var asked = parsed.GetRequiredValue(name);
                var files = composition.Settings.NeverBlockFiles;
                if (files.FirstOrDefault(file => file.Name == asked) is not { } file)
                {
                    var meant = NearestName.Of(asked, files.Select(file => file.Name));
                    return Reply.Of(
                        ErrorAnswer.Of(
                            "unknown-list",
                            $"NeverBlock:Files has no list '{asked}'; {(meant is null ? "" : $"did you mean {meant}? ")}"
                                + "shield never-block list shows those that are named"
                        )
                    );
                }

                var refresh = new ListRefresh(() => runner.Surroundings.Network(new PceOptions()));
                var (refreshed, refused) = await refresh.RunAsync(
                    file,
                    parsed.GetRequiredValue(from),
                    parsed.GetValue(shrink),
                    cancellationToken
                );
                return refreshed is null
                    ? Reply.Of(ErrorAnswer.Of("list-refused", $"refused, and '{file.Name}' stays as it is: {refused}"))
                    : Reply.Of(
                        new Answer<RefreshedList>(refreshed, ExitCode.Done),
                        NeverBlockRefreshAnswer.Of,
                        NeverBlockJson.Default.NeverBlockRefreshAnswer,
                        NeverBlockText.Write
                    );
            }
        );
        return command;
    }
}
