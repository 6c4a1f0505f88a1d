using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>One row of a table or one object of JSON: it names at most one party, and says what it says of it.</summary>
internal static class RowReading
{
    /// <param name="columns">Which cell says what.</param>
    /// <param name="cell">The text of a cell; empty where the row has no such cell.</param>
    /// <param name="position">Where the row stands.</param>
    /// <param name="words">Its own words.</param>
    /// <param name="tally">Takes what the row says.</param>
    public static void Read(FeedColumns columns, Func<int, string> cell, string position, string words, FeedTally tally)
    {
        var text = columns.Indicators.Select(cell).FirstOrDefault(one => !string.IsNullOrWhiteSpace(one))?.Trim();
        if (text is null)
        {
            tally.Reject(position, "names no indicator");
            return;
        }

        var party = PartyOf(text, Cell(columns.Kind));
        if (party.OtherKind is { } kind)
        {
            tally.PassOver(kind);
        }
        else if (party.Indicator is not { } indicator)
        {
            tally.Reject(position, party.Fault!);
        }
        else if (!FeedText.TryReadMoment(Cell(columns.Until), out var until))
        {
            // An end that cannot be read must not become a block without one.
            tally.Reject(position, $"has the end {AddressFault.Quote(Cell(columns.Until))}, which is no moment");
        }
        else if (!FeedText.TryReadMoment(Cell(columns.From), out var from))
        {
            tally.Reject(position, $"has the start {AddressFault.Quote(Cell(columns.From))}, which is no moment");
        }
        else
        {
            FeedText.TryReadMoment(Cell(columns.At), out var at);
            tally.Add(
                new FeedLine
                {
                    Indicator = indicator,
                    Text = words,
                    Position = position,
                    From = from,
                    Until = until,
                    At = at,
                    Directions = DirectionsOf(Cell(columns.Direction)),
                }
            );
        }

        string Cell(int column) => column < 0 ? "" : cell(column).Trim();
    }

    private static NamedParty PartyOf(string text, string kind) =>
        kind.ToLowerInvariant() switch
        {
            "url" or "uri" => new NamedParty(null, "url", null),
            "email" or "email-addr" => new NamedParty(null, "email", null),
            "ip:port" => NamedParty.WithPort(text, ':'),
            "ip|port" => NamedParty.WithPort(text, '|'),
            { } hash when hash.Contains("hash", StringComparison.Ordinal) || hash.StartsWith("md5") || hash.StartsWith("sha") =>
                new NamedParty(null, "hash", null),
            _ => NamedParty.Of(text),
        };

    private static Directions? DirectionsOf(string word) =>
        word.ToLowerInvariant() switch
        {
            "inbound" => Directions.Inbound,
            "outbound" => Directions.Outbound,
            "both" => Directions.Both,
            _ => null,
        };
}
