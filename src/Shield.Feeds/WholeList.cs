using Shield.Core.Feeds;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Feeds;

/// <summary>A list that is there as a whole: a file, or what a URL answers. What is not in it any more is dropped.</summary>
/// <param name="client">Null where it is a file.</param>
internal sealed class WholeList(FeedSettings feed, FeedClient? client) : IFeed
{
    public async Task<FeedAnswer> AskAsync(FeedState known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((client is null ? ReadFile() : await client.GetAsync(feed.Url!, known, accept: null, cancellationToken)) is not { } download)
        {
            return SameAsBefore.Instance;
        }

        var reading = await FeedContent.ReadAsync(download.Content, FeedContent.FormatOf(feed.Format), feed.Place, cancellationToken);
        return NewCopy.Of([reading], isWhole: true, download.ModifiedAt) with { Tag = download.Tag, Modified = download.Modified };
    }

    private FeedDownload ReadFile()
    {
        var file = feed.Path!;
        try
        {
            return new FeedDownload(BoundedFile.Read(file, FeedClient.LargestAnswer)) { ModifiedAt = File.GetLastWriteTimeUtc(file) };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FeedFaultException($"the file '{file}' cannot be read: {fault.Message}", fault);
        }
    }
}
