using System.Buffers;
using System.Globalization;
using System.Text;

namespace Shield.Core.Indicators;

/// <summary>Says what is wrong with a text that is no address. Only the unhappy path pays for it.</summary>
internal static class AddressFault
{
    private const int LongestQuote = 64;

    private static readonly SearchValues<char> DottedDigits = SearchValues.Create("0123456789.");

    public static string InAddress(ReadOnlySpan<char> text) =>
        text switch
        {
            "" => "has no address where one is expected",
            _ when HasForeignCharacter(text) => "has a space or another character that no address has",
            _ when text.ContainsAny('[', ']') => "has brackets, which belong to URLs",
            _ when text.Contains('%') => "has a zone id, which means something on one machine only",
            _ when text.Contains('*') => "has a wildcard",
            _ when HasPort(text) => "has a port",
            _ when text.Contains(':') => "is not an IPv6 address",
            _ when text.ContainsAnyExcept(DottedDigits) => "is not an IP address, CIDR block or low-high range",
            _ => InDotted(text),
        };

    /// <summary>The text in quotes, for a message: cut to a sane length, and nothing in it that a terminal or a log would act on.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("'");
        foreach (var character in text[..Math.Min(text.Length, LongestQuote)])
        {
            _ = character is >= ' ' and <= '~' and not '\\'
                ? quoted.Append(character)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return quoted.Append(text.Length > LongestQuote ? "…'" : "'").ToString();
    }

    private static bool HasForeignCharacter(ReadOnlySpan<char> text) => text.ContainsAnyExceptInRange('!', '~');

    private static bool HasPort(ReadOnlySpan<char> text) =>
        text.IndexOf(':') is var colon and > 0 && AddressText.TryReadIPv4(text[..colon], out _);

    private static string InDotted(ReadOnlySpan<char> text)
    {
        if (text.Count('.') != 3)
        {
            return "does not have four octets";
        }

        foreach (var part in text.Split('.'))
        {
            var octet = text[part];
            if (octet is "")
            {
                return "has an empty octet";
            }

            if (octet.Length > 1 && octet[0] == '0')
            {
                return "has a leading zero, which some read as octal";
            }
        }

        return "has an octet above 255";
    }
}
