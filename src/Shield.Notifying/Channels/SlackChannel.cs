using System.Text.Json.Nodes;
using Shield.Core.Telling;
using Shield.Pce.Calling;

namespace Shield.Notifying.Channels;

/// <summary>
/// An incoming webhook of Slack, with blocks (docs.slack.dev/reference/block-kit). What comes from outside is <c>plain_text</c>, which has
/// no markup, and is escaped as Slack wants all text escaped.
/// </summary>
internal sealed class SlackChannel(WebClient web, Secret url) : IChannel
{
    /// <summary>Slack's limits, in characters.</summary>
    private const int LongestHeader = 150;

    private const int LongestSection = 3_000;

    /// <summary>For <c>and 1940 more</c>.</summary>
    private const int RoomForMore = 30;

    private const int MostSentences = 60;

    /// <summary>A block each, of 50.</summary>
    private const int MostLinks = 20;

    public Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken) =>
        web.PostAsync(url.Reveal(), ToJson(message), [], cancellationToken);

    internal static byte[] ToJson(Message message)
    {
        var title = Lines.Title(message);
        JsonNode[] blocks =
        [
            new JsonObject { ["type"] = "header", ["text"] = Escaped(Header(title)) },
            .. Lines.Of(message, MostSentences).Select(Section),
            .. Lines.Links(message, MostLinks).Select(one => Decide(one.Party, one.Links)),
        ];
        return new JsonObject { ["text"] = Escape(title), ["blocks"] = new JsonArray(blocks) }.ToUtf8();
    }

    /// <summary>
    /// Words of ours with links of ours, and the party, which holds no markup; <c>verbatim</c>: nothing else becomes a link.
    /// </summary>
    private static JsonObject Decide(string party, HoldLinkPair links) =>
        new()
        {
            ["type"] = "section",
            ["text"] = new JsonObject
            {
                ["type"] = "mrkdwn",
                ["text"] = $"{Escape(party)}: <{links.Approve}|approve> or <{links.Reject}|reject>",
                ["verbatim"] = true,
            },
        };

    /// <summary>Line by line, so that no escape is torn.</summary>
    private static JsonObject Section(LineGroup group)
    {
        var text = Escape(group.Heading);
        var shown = 0;
        foreach (var line in group.Sentences.Select(sentence => $"\n• {Escape(sentence)}"))
        {
            if (text.Length + line.Length > LongestSection - RoomForMore)
            {
                break;
            }

            (text, shown) = (text + line, shown + 1);
        }

        text = shown < group.Count ? $"{text}\n{group.More(shown)}" : text;
        return new JsonObject { ["type"] = "section", ["text"] = Escaped(text) };
    }

    /// <summary>Cut before it is escaped, so that no escape is torn; shorter where escapes make it too long.</summary>
    private static string Header(string title)
    {
        var text = Escape(Lines.Cut(title, LongestHeader));
        for (var longest = LongestHeader; text.Length > LongestHeader; longest -= 10)
        {
            text = Escape(Lines.Cut(title, longest));
        }

        return text;
    }

    private static JsonObject Escaped(string text) =>
        new()
        {
            ["type"] = "plain_text",
            ["text"] = text,
            ["emoji"] = false,
        };

    /// <summary>These three and no others: <c>&lt;!channel&gt;</c> calls everybody.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
