using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Hosting.Acts;
using Shield.Operating;
using Shield.Operating.Answers;
using Shield.Operating.Feeds;

namespace Shield.Cli.Feeds;

internal static class FeedsCommand
{
    public static Command Create(CommandRunner runner) =>
        new("feeds", "Lists of others whom to block: how they stand, and what they add") { List(runner), Show(runner), Pull(runner) };

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "Every feed of the settings: how old, how large, and what it adds");
        runner.OnList(
            command,
            async (_, composition, cancellationToken) =>
                Reply.Of(
                    new Answer<ImmutableArray<FeedStanding>>(await StandingAsync(composition, cancellationToken), ExitCode.Done),
                    FeedRow.Of,
                    FeedsJson.Default.ImmutableArrayFeedRow,
                    FeedsJson.Default.FeedRow,
                    FeedsText.WriteList
                )
        );
        return command;
    }

    private static Command Show(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Its name in the settings: drop for Feeds:drop:Url" };
        var command = new Command("show", "One feed, with each party that it lists and what is decided about it") { name };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
                (await StandingAsync(composition, cancellationToken)).FirstOrDefault(one =>
                    FeedPulling.IsCalled(one.Feed, parsed.GetRequiredValue(name))
                )
                    is { } standing
                    ? Reply.Of(
                        new Answer<FeedStanding>(standing, ExitCode.Done),
                        FeedDetail.Of,
                        FeedsJson.Default.FeedDetail,
                        FeedsText.WriteOne
                    ) with
                    {
                        IsPaged = true,
                    }
                    : Reply.Of(ErrorAnswer.Of(FeedLines.Unknown(parsed.GetRequiredValue(name), composition.Settings)))
        );
        return command;
    }

    private static Command Pull(CommandRunner runner)
    {
        var name = new Argument<string?>("name")
        {
            Description = "Its name in the settings; without it all of them",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var accept = new Option<bool>("--accept") { Description = "Take its copy however much it changes; needs the name of a feed" };
        var apply = new Option<bool>("--apply") { Description = "Reconcile at once" };
        var who = ActOptions.WhoOption();
        var command = new Command("pull", "Ask feeds for their lists and record what they say") { name, accept, apply, who };
        command.Validators.Add(result =>
        {
            if (result.GetValue(accept) && result.GetValue(name) is null)
            {
                result.AddError("--accept needs the name of a feed: somebody looked at that one");
            }
        });
        runner.On(
            command,
            need: parsed => parsed.GetValue(apply) ? PceNeed.ToReconcile : PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var by = parsed.GetValue(apply)
                    ? await Signature.NameOfAsync(
                        parsed.GetValue(who),
                        runner.Surroundings.Environment,
                        composition.Settings,
                        cancellationToken
                    )
                    : null;
                var (answer, fault) = await FeedPulling.DoAsync(
                    composition,
                    parsed.GetValue(name),
                    parsed.GetValue(accept),
                    by,
                    cancellationToken
                );
                return answer is null
                    ? Reply.Of(ErrorAnswer.Of(fault!))
                    : Reply.Of(answer, FeedsPullAnswer.Of, FeedsJson.Default.FeedsPullAnswer, FeedsText.WritePulled);
            }
        );
        return command;
    }

    private static async Task<ImmutableArray<FeedStanding>> StandingAsync(Composition composition, CancellationToken cancellationToken) =>
        await FeedStanding.ReadAsync(
            composition.Settings.Feeds,
            await composition.OpenReaderAsync(cancellationToken),
            await composition.DecideAsync(cancellationToken),
            cancellationToken
        );
}
