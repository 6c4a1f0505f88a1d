using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Telling;
using Shield.Hosting;

namespace Shield.Notifying;

/// <summary>A message as lines for people. What comes from outside is cleaned and cut: no control, no line break, no turn of the
/// reading direction (law 14).</summary>
internal static class Lines
{
    /// <summary>Of one sentence.</summary>
    private const int Longest = 300;

    /// <summary>The sentences of each kind, the most urgent kind first.</summary>
    /// <param name="message">Whose.</param>
    /// <param name="most">Sentences in all; each kind shows at least one.</param>
    public static ImmutableArray<LineGroup> Of(Message message, int most)
    {
        var groups = message.News.GroupBy(news => news.Kind).ToList();
        var left = most;
        var lines = ImmutableArray.CreateBuilder<LineGroup>();
        foreach (var (index, group) in groups.Index())
        {
            var take = Math.Max(1, left - (groups.Count - index - 1));
            ImmutableArray<string> sentences = [.. group.Take(take).Select(Sentence)];
            var all = message.Counts.GetValueOrDefault(group.Key.ToWord(), group.Count());
            left -= sentences.Length;
            lines.Add(
                new LineGroup(string.Create(CultureInfo.InvariantCulture, $"{Capital(Message.Words(group.Key))} ({all})"), sentences, all)
            );
        }

        return lines.ToImmutable();
    }

    /// <summary>All of it as plain text.</summary>
    public static string Text(Message message, int most) =>
        string.Join(
            '\n',
            [
                Title(message),
                .. Of(message, most).SelectMany(group => (string[])["", group.Heading, .. group.All.Select(line => $"- {line}")]),
                .. LinkLines(message),
                "",
                string.Create(CultureInfo.InvariantCulture, $"Message {message.Id}, {message.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"),
            ]
        );

    /// <summary>Of the parties that can be decided about by a link, the first.</summary>
    public static ImmutableArray<(string Party, HoldLinkPair Links)> Links(Message message, int most) =>
        [.. message.News.Where(news => news.Links is not null).Take(most).Select(news => (Clean(news.Indicator!), news.Links!))];

    /// <summary>What to know of links, for the reader.</summary>
    public static string LinksHeading(HoldLinkPair links) =>
        $"Decide: each link counts once, for whoever has it, until {links.Until.ToText()}";

    private static IEnumerable<string> LinkLines(Message message)
    {
        var links = Links(message, int.MaxValue);
        return links.IsEmpty
            ? []
            :
            [
                "",
                LinksHeading(links[0].Links),
                .. links.SelectMany(one =>
                    (string[])[$"- {one.Party}", $"  approve: {one.Links.Approve}", $"  reject:  {one.Links.Reject}"]
                ),
            ];
    }

    /// <summary><c>GuardDuty Shield prod: 2 held, 1 blocked</c>.</summary>
    public static string Title(Message message) => Clean($"GuardDuty Shield {message.Owner}: {message.Title}");

    public static string Sentence(News news) => Clean(news.Text);

    public static string Clean(string text) => Cut(SafeText.Of(text), Longest);

    /// <summary>A pair of surrogates is never torn.</summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : $"{text[..(char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)]}…";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}

/// <summary>News of one kind.</summary>
/// <param name="Heading"><c>Held (2)</c>.</param>
/// <param name="Sentences">One each, of the first.</param>
/// <param name="Count">How many there are in all.</param>
internal sealed record LineGroup(string Heading, ImmutableArray<string> Sentences, int Count)
{
    /// <summary>With how many more there are.</summary>
    public IEnumerable<string> All => Sentences.Length < Count ? [.. Sentences, More(Sentences.Length)] : Sentences;

    /// <param name="shown">So many were shown.</param>
    public string More(int shown) => string.Create(CultureInfo.InvariantCulture, $"and {Count - shown} more");
}
