using System.Collections.Immutable;
using System.Text.Json;

namespace Shield.Core.Feeds;

/// <summary>
/// A list of texts, or of objects whose members have the names of a table's columns (<see cref="FeedColumns"/>). The list may stand in a
/// member: the only list there, or one with a name of <see cref="Names"/>.
/// </summary>
internal static class JsonFeed
{
    private static readonly ImmutableArray<string> Names =
    [
        "indicators",
        "iocs",
        "ioc",
        "data",
        "results",
        "items",
        "entries",
        "list",
        "ips",
        "addresses",
        "domains",
        "prefixes",
        "ipv6_prefixes",
    ];

    public static void Read(JsonText document, FeedTally tally)
    {
        var heads = document.Heads();
        ImmutableArray<string> lists = [.. heads.Where(head => head.Kind is JsonTokenType.StartArray).Select(head => head.Name)];
        var wanted = lists.Length is 1 ? lists : [.. lists.Where(name => Names.Contains(name.ToLowerInvariant()))];
        var isList = false;
        var known = new KnownColumns();
        document.Walk(
            (name, depth, kind) =>
            {
                isList |= depth is 0 && kind is JsonTokenType.StartArray;
                return depth is 0 && kind is JsonTokenType.StartArray || depth is 1 && wanted.Contains(name) ? JsonStep.TakeElements
                    : depth is 0 ? JsonStep.Enter
                    : JsonStep.Skip;
            },
            (record, place) => Read(record, place, known, tally),
            tally
        );
        if (!isList && wanted.IsEmpty)
        {
            throw new UnreadableFeedException(
                tally.Source,
                lists.IsEmpty ? "it holds no list" : "it holds several lists, and none is called indicators",
                "Name a list of texts or of objects with a member indicator."
            );
        }
    }

    private static void Read(JsonElement record, string place, KnownColumns known, FeedTally tally)
    {
        if (record.ValueKind is JsonValueKind.String)
        {
            RowReading.Read(new FeedColumns { Indicators = [0] }, _ => record.AsText(), place, FeedText.Words(record.AsText()), tally);
            return;
        }

        ImmutableArray<JsonProperty> members = record.ValueKind is JsonValueKind.Object ? [.. record.EnumerateObject()] : [];
        if (members.IsEmpty)
        {
            tally.Reject(place, "is neither a text nor an object");
        }
        else if (known.Find([.. members.Select(member => member.Name)], out var ambiguous) is { } columns)
        {
            RowReading.Read(columns, column => members[column].Value.AsText(), place, FeedText.Words(record.GetRawText()), tally);
        }
        else
        {
            tally.Reject(
                place,
                ambiguous is var (one, other)
                    ? $"has two members that name addresses, {FeedText.Words(one)} and {FeedText.Words(other)}"
                    : "has no member that names an indicator"
            );
        }
    }

    /// <summary>What the last object's members said: nearly always the next one has the same.</summary>
    private sealed class KnownColumns
    {
        private ImmutableArray<string> _names = [];
        private FeedColumns? _columns;
        private (string, string)? _ambiguous;

        public FeedColumns? Find(ImmutableArray<string> names, out (string, string)? ambiguous)
        {
            if (!_names.SequenceEqual(names))
            {
                (_names, _columns) = (names, FeedColumns.Find(names, out _ambiguous));
            }

            ambiguous = _ambiguous;
            return _columns;
        }
    }
}
