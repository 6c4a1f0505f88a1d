using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>
/// One indicator a line. What follows <c>#</c> or <c>;</c> is a comment, as in the lists of Spamhaus, FireHOL and abuse.ch. Anything else
/// behind the indicator is refused, since it may change what the line means.
/// </summary>
internal static class PlainFeed
{
    public static async Task ReadAsync(LineReader lines, FeedTally tally, CancellationToken cancellationToken)
    {
        while (!tally.IsCut && await lines.NextAsync(cancellationToken) is { } line)
        {
            Read(line, tally);
        }
    }

    /// <summary>The text of a line before its comment.</summary>
    public static ReadOnlySpan<char> WithoutComment(string line)
    {
        var text = line.AsSpan();
        var comment = text.IndexOfAny('#', ';');
        return (comment < 0 ? text : text[..comment]).Trim();
    }

    private static void Read(RawLine line, FeedTally tally)
    {
        if (line.IsTooLong)
        {
            tally.Reject(line.Position, $"is longer than {LineReader.LongestLine} characters");
            return;
        }

        var text = line.IsBlank ? [] : WithoutComment(line.Text);
        if (text.IsEmpty)
        {
            return;
        }

        var party = text.ContainsAny(' ', '\t') ? OfSeveralWords(text) : NamedParty.Of(text);
        if (party.Indicator is { } indicator)
        {
            tally.Add(
                new FeedLine
                {
                    Indicator = indicator,
                    Text = FeedText.Words(line.Text),
                    Position = line.Position,
                }
            );
        }
        else if (party.OtherKind is { } kind)
        {
            tally.PassOver(kind);
        }
        else
        {
            tally.Reject(line.Position, party.Fault!);
        }
    }

    private static NamedParty OfSeveralWords(ReadOnlySpan<char> text)
    {
        var dash = text.IndexOf('-');
        if (dash > 0 && !text[..dash].Trim().ContainsAny(' ', '\t') && !text[(dash + 1)..].Trim().ContainsAny(' ', '\t'))
        {
            return NamedParty.Of($"{text[..dash].Trim()}-{text[(dash + 1)..].Trim()}");
        }

        var first = text[..text.IndexOfAny(' ', '\t')];
        return new NamedParty(
            null,
            null,
            // 0.0.0.0 evil.example: the address is where the name is sent, and blocks nobody.
            AddressRange.TryParse(first, out _, out _) && DomainName.TryParse(text[first.Length..].Trim().ToString(), out _, out _)
                ? $"{AddressFault.Quote(text)} is a line of a hosts file: list the name alone"
                : $"{AddressFault.Quote(text)} has more than one word: a comment begins with # or ;"
        );
    }
}
