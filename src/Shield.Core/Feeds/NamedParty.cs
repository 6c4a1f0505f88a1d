using System.Buffers;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>What a text of a list is: an indicator, something that is not ours, or a fault. Exactly one of the three.</summary>
/// <param name="Indicator">An address, a range or a domain.</param>
/// <param name="OtherKind">Such as <c>url</c>.</param>
/// <param name="Fault">A clause without a subject, with the text in quotes.</param>
internal readonly record struct NamedParty(Indicator? Indicator, string? OtherKind, string? Fault)
{
    private static readonly SearchValues<string> Defanged = SearchValues.Create(
        ["[.", ".]", "(.)", "{.}", "[:", "[dot]", "(dot)", "hxxp"],
        StringComparison.OrdinalIgnoreCase
    );

    public static NamedParty Of(ReadOnlySpan<char> text)
    {
        if (Indicators.Indicator.TryParse(text.ToString(), out var indicator, out var error))
        {
            return new NamedParty(indicator, null, null);
        }

        // Nobody may guess what was meant: 1.2.3[.]4 may have lost a digit where it was put together.
        return text.ContainsAny(Defanged) ? Faulty($"{AddressFault.Quote(text)} is defanged: it must be spelled plainly")
            : text.Contains("://", StringComparison.Ordinal) ? new NamedParty(null, "url", null)
            : IsHash(text) ? new NamedParty(null, "hash", null)
            : text.Contains('@') ? new NamedParty(null, "email", null)
            : Faulty(error);
    }

    /// <summary>The same where the list says that a port follows, as <c>ip:port</c> or <c>ip|port</c>: the party is the address.</summary>
    public static NamedParty WithPort(ReadOnlySpan<char> text, char separator)
    {
        var at = text.LastIndexOf(separator);
        return Of(at < 0 ? text : text[..at]);
    }

    private static NamedParty Faulty(string fault) => new(null, null, fault);

    /// <summary>MD5, SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512 in hexadecimal.</summary>
    private static bool IsHash(ReadOnlySpan<char> text) =>
        text.Length is 32 or 40 or 56 or 64 or 96 or 128 && !text.ContainsAnyExcept(HexDigits);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
}
