using System.Text.Json.Nodes;
using Shield.Core.Telling;
using Shield.Pce.Calling;

namespace Shield.Notifying.Channels;

/// <summary>
/// A workflow of Teams that posts to a channel when a webhook request is received: an Adaptive Card (adaptivecards.io/explorer). Text from
/// outside stands in text runs, which know no Markdown.
/// </summary>
internal sealed class TeamsChannel(WebClient web, Secret url) : IChannel
{
    /// <summary>
    /// Teams takes 28 KB a message: so many sentences stay below it in any script, of which JSON may need six bytes a character.
    /// </summary>
    private const int MostSentences = 20;

    private const int LongestSentence = 200;

    /// <summary>The same where links need their part of it.</summary>
    private const int MostSentencesBesideLinks = 12;

    private const int MostLinks = 5;

    public Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken) =>
        web.PostAsync(url.Reveal(), ToJson(message), [], cancellationToken);

    internal static byte[] ToJson(Message message)
    {
        var body = new JsonArray(Run(Lines.Title(message), isHeading: true));
        var links = Lines.Links(message, MostLinks);
        foreach (var group in Lines.Of(message, links.IsEmpty ? MostSentences : MostSentencesBesideLinks))
        {
            body.Add((JsonNode)Run(group.Heading, isHeading: true));
            foreach (var sentence in group.All)
            {
                body.Add((JsonNode)Run($"• {Lines.Cut(sentence, LongestSentence)}", isHeading: false));
            }
        }

        foreach (var (party, pair) in links)
        {
            body.Add((JsonNode)Decide(party, pair));
        }

        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(
                new JsonObject
                {
                    ["contentType"] = "application/vnd.microsoft.card.adaptive",
                    ["contentUrl"] = null,
                    ["content"] = new JsonObject
                    {
                        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                        ["type"] = "AdaptiveCard",
                        ["version"] = "1.4",
                        ["body"] = body,
                    },
                }
            ),
        }.ToUtf8();
    }

    private static JsonObject Decide(string party, HoldLinkPair links) =>
        new()
        {
            ["type"] = "RichTextBlock",
            ["inlines"] = new JsonArray(Text($"{party}: "), Link("approve", links.Approve), Text(" or "), Link("reject", links.Reject)),
        };

    private static JsonObject Link(string word, string url)
    {
        var link = Text(word);
        link["selectAction"] = new JsonObject { ["type"] = "Action.OpenUrl", ["url"] = url };
        return link;
    }

    private static JsonObject Text(string text) => new() { ["type"] = "TextRun", ["text"] = text };

    private static JsonObject Run(string text, bool isHeading)
    {
        var run = Text(text);
        if (isHeading)
        {
            run["weight"] = "bolder";
        }

        return new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(run) };
    }
}
