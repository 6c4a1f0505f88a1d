using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Indicators;
using Shield.Hosting;
using Shield.Pce.Calling;

namespace Shield.Operating.NeverBlockLists;

/// <summary>
/// <c>never-block refresh</c>: replaces a list by a new copy, if the new copy can be read whole. It downloads only the address in
/// <c>--from</c>: no list has an address in the settings.
/// </summary>
public sealed class ListRefresh(Func<HttpMessageHandler> network)
{
    private static readonly TimeSpan LongestDownload = TimeSpan.FromSeconds(60);

    /// <param name="file">Whose copy is replaced.</param>
    /// <param name="from">A file, or an address with https.</param>
    /// <param name="acceptShrink">Also where less than half of the addresses, or names, are left.</param>
    /// <param name="cancellationToken">Ends the download; the old copy stays.</param>
    /// <returns>What changed, or why nothing was touched.</returns>
    public async Task<(RefreshedList? Refreshed, string? Refused)> RunAsync(
        SoftFile file,
        string from,
        bool acceptShrink,
        CancellationToken cancellationToken
    )
    {
        byte[] content;
        try
        {
            content = await FetchAsync(from, cancellationToken);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or NotSupportedException or HttpRequestException or UriFormatException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            var why =
                e is OperationCanceledException ? $"it took longer than {LongestDownload.TotalSeconds} s" : UserInfo.StrikeOut(e.Message);
            return (null, $"{from}: cannot be read: {why}");
        }

        var (before, after) = (SoftFileReading.Read(file), SoftSource.Read(file, content, from));
        if (after.Unreadable is { } fault)
        {
            return (null, fault);
        }

        ImmutableArray<ListChange> changes =
        [
            .. after.Lists.Select(list => Compare(before.Lists.FirstOrDefault(old => old.Kind == list.Kind), list)),
        ];
        if (
            !acceptShrink
            && before.Lists.FirstOrDefault(old => IsHalved(old, after.Lists.First(list => list.Kind == old.Kind))) is { } halved
        )
        {
            return (
                null,
                $"{from}: less than half is left of what the list has as {halved.Kind.ToWord()}; if that is meant, say --accept-shrink"
            );
        }

        byte[]? old = File.Exists(file.Path) && before.Unreadable is null ? BoundedFile.Read(file.Path, SoftSource.LargestFile) : null;
        var isNews = old is null || !content.AsSpan().SequenceEqual(old);
        if (isNews)
        {
            // A copy that could not be read is not kept.
            ReplacedFile.Write(file.Path, content, keepAs: before.Unreadable is null ? file.Path + ".previous" : null);
        }

        return (new RefreshedList(file, from, changes, before.Unreadable, isNews), null);
    }

    private async Task<byte[]> FetchAsync(string from, CancellationToken cancellationToken)
    {
        if (!from.Contains("://", StringComparison.Ordinal))
        {
            return BoundedFile.Read(from, SoftSource.LargestFile);
        }

        var address = new Uri(from);
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            throw new NotSupportedException("only https: whoever is on the way could say what is never blocked");
        }

        using var client = new HttpClient(network()) { Timeout = LongestDownload, MaxResponseContentBufferSize = SoftSource.LargestFile };
        return await client.GetByteArrayAsync(address, cancellationToken);
    }

    private static ListChange Compare(SoftList? old, SoftList list)
    {
        var (oldRanges, oldNames) = (old?.Ranges ?? RangeSet.Empty, old?.Names ?? NameSet.Empty);
        return new ListChange(
            list.Kind,
            list.Entries,
            Added: [.. Texts(list.Ranges.Subtract(oldRanges)), .. list.Names.Except(oldNames)],
            Removed: [.. Texts(oldRanges.Subtract(list.Ranges)), .. oldNames.Except(list.Names)]
        );
    }

    private static bool IsHalved(SoftList old, SoftList list) =>
        list.Ranges.Intersect(old.Ranges).Count < old.Ranges.Count / 2 || old.Names.Except(list.Names).Count() > old.Names.Count / 2;

    private static IEnumerable<string> Texts(RangeSet ranges) => ranges.ToCidrs().Select(range => range.ToString());
}
