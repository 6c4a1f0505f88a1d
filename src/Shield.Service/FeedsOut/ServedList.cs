using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;

namespace Shield.Service.FeedsOut;

/// <summary>One list as it is served, such as <c>inbound.txt</c>.</summary>
internal sealed record ServedList(Direction Direction, FeedFormat Format)
{
    private static readonly ImmutableArray<(string Ending, FeedFormat Format)> Endings =
    [
        (".stix.json", FeedFormat.Stix),
        (".json", FeedFormat.Json),
        (".csv", FeedFormat.Csv),
        (".txt", FeedFormat.Plain),
    ];

    public static bool TryParse(string name, [NotNullWhen(true)] out ServedList? list)
    {
        list = (
            from direction in Enum.GetValues<Direction>()
            from one in Endings
            where name == direction.ToWord() + one.Ending
            select new ServedList(direction, one.Format)
        ).FirstOrDefault();
        return list is not null;
    }

    /// <summary>Plain lines hold addresses alone: firewalls that read them know no names, and pf would look each of them up.</summary>
    public IReadOnlyCollection<FeedEntry> Of(ImmutableArray<FeedEntry> decided) =>
        [.. decided.Where(entry => entry.Direction == Direction && (Format is not FeedFormat.Plain || !entry.Indicator.IsDomain))];
}

/// <summary>The bytes of a list, and by what a client knows them again.</summary>
internal sealed record ListBytes(byte[] Bytes, EntityTagHeaderValue Tag)
{
    public static ListBytes Of(ServedList list, ImmutableArray<FeedEntry> decided, string owner)
    {
        using var written = new MemoryStream();
        FeedWriter.Write(list.Format, list.Of(decided), owner, written);
        var bytes = written.ToArray();
        return new ListBytes(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""));
    }
}
