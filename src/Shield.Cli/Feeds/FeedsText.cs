using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Operating.Feeds;

namespace Shield.Cli.Feeds;

internal static class FeedsText
{
    public static void WriteList(ImmutableArray<FeedStanding> feeds, Screen screen) => screen.Write(FeedLines.OfAll(feeds));

    public static void WriteOne(FeedStanding standing, Screen screen) => screen.Write(FeedLines.Of(standing));

    public static void WritePulled(PulledFeeds pulled, Screen screen) => screen.Write(FeedLines.Of(pulled));
}
