using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Feeds;
using Shield.Hosting.Acts;
using Shield.Hosting.Settings;
using Shield.Operating;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
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
                    IsCalled(one.Feed, parsed.GetRequiredValue(name))
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
                    : Unknown(parsed.GetRequiredValue(name), composition.Settings)
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
                var asked = parsed.GetValue(name);
                var feeds = composition.Settings.Feeds.Where(feed => asked is null || IsCalled(feed, asked)).ToImmutableArray();
                if (feeds.IsEmpty)
                {
                    return Unknown(asked, composition.Settings);
                }

                return Reply.Of(
                    await FeedPulling.RunAsync(
                        new FeedPull(await composition.OpenLedgerAsync(cancellationToken), FeedPull.NetworkTo, composition.Clock),
                        feeds,
                        parsed.GetValue(accept),
                        parsed.GetValue(apply) ? await ReconcilerAsync(parsed.GetValue(who), composition, cancellationToken) : null,
                        composition.Settings.Pce.Mode,
                        new RecordedReconcile(composition.Clock, composition.Note),
                        cancellationToken
                    ),
                    FeedsPullAnswer.Of,
                    FeedsJson.Default.FeedsPullAnswer,
                    FeedsText.WritePulled
                );
            }
        );
        return command;

        async Task<Func<CancellationToken, Task<ReconcileReport>>> ReconcilerAsync(
            string? by,
            Composition composition,
            CancellationToken cancellationToken
        )
        {
            var reconciler = await composition.OpenReconcilerAsync(cancellationToken);
            var signer = await Signature.NameOfAsync(by, runner.Surroundings.Environment, composition.Settings, cancellationToken);
            return token => reconciler($"feeds pull by {signer}", token);
        }
    }

    private static async Task<ImmutableArray<FeedStanding>> StandingAsync(Composition composition, CancellationToken cancellationToken) =>
        FeedStanding.Of(
            composition.Settings.Feeds,
            await (await composition.OpenReaderAsync(cancellationToken)).ReadNotesAsync(NoteKind.Feed, cancellationToken),
            await composition.DecideAsync(cancellationToken)
        );

    private static bool IsCalled(FeedSettings feed, string name) => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static Reply Unknown(string? name, ShieldSettings settings)
    {
        var known = settings.Feeds.IsEmpty
            ? "none is configured: Feeds:NAME:Url or Feeds:NAME:Path makes one (docs/feeds.md)"
            : $"there are {string.Join(", ", settings.Feeds.Select(feed => feed.Name))}";
        return Reply.Of(ErrorAnswer.Of("unknown-feed", name is null ? known : $"no feed is called '{name}'; {known}"));
    }
}
