using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary><c>Feeds:&lt;name&gt;:…</c>: which feeds, and whether each can be asked.</summary>
internal static class FeedSettingsReading
{
    public static ImmutableArray<FeedSettings> Read(SettingReader reader) =>
        [
            .. reader
                .Names(FeedRows.Section)
                .Select(name => name.ToLowerInvariant())
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(name => ReadOne(reader, name))
                .OfType<FeedSettings>(),
        ];

    /// <summary>What decisions need of them.</summary>
    public static DecisionPolicy With(this DecisionPolicy policy, ImmutableArray<FeedSettings> feeds) =>
        feeds.IsEmpty
            ? policy
            : policy with
            {
                Feeds = feeds.ToImmutableSortedDictionary(
                    feed => feed.Name,
                    feed => new FeedPolicy(feed.Severity, feed.Direction),
                    StringComparer.Ordinal
                ),
                Lives = policy.Lives with
                {
                    Feeds = feeds.ToImmutableSortedDictionary(feed => feed.Name, feed => feed.Life, StringComparer.Ordinal),
                },
            };

    private static FeedSettings? ReadOne(SettingReader reader, string name)
    {
        if (!GivenName.IsOne(name))
        {
            reader.Fault($"{FeedRows.Section}:{name}", $"a feed is called by {GivenName.Form}");
            return null;
        }

        var feed = new FeedSettings
        {
            Name = name,
            Url = reader.Value(FeedRows.Url, KeyOf(FeedRows.Url)),
            Path = reader.Value(FeedRows.Path, KeyOf(FeedRows.Path)),
            Format = reader.Value(FeedRows.Format, KeyOf(FeedRows.Format)),
            Severity = reader.Value(FeedRows.Severity, KeyOf(FeedRows.Severity)),
            Life = reader.Value(FeedRows.Life, KeyOf(FeedRows.Life)),
            Cap = reader.Value(FeedRows.Cap, KeyOf(FeedRows.Cap)),
            Direction = reader.Value(FeedRows.Direction, KeyOf(FeedRows.Direction)),
            Every = reader.Value(FeedRows.Every, KeyOf(FeedRows.Every)),
            Token = reader.Value(FeedRows.Token, KeyOf(FeedRows.Token)),
        };
        if (feed.Url is not null && feed.Path is not null)
        {
            reader.Fault(KeyOf(FeedRows.Path), "a feed has a Url or a Path, and this one has both");
        }
        else if (feed.Url is null && feed.Path is null)
        {
            if (reader.Text(KeyOf(FeedRows.Url)) is null)
            {
                reader.Fault(KeyOf(FeedRows.Url), "this or Path is required");
            }

            return null;
        }
        else if (feed is { Url: null, Format: FeedKind.Taxii or FeedKind.Misp })
        {
            reader.Fault(KeyOf(FeedRows.Format), "taxii and misp are asked by a Url, and this feed is a file");
        }

        return feed;

        string KeyOf(Setting setting) => setting.KeyNamed(name);
    }
}
