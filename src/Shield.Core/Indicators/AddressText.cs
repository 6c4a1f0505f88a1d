using System.Globalization;

namespace Shield.Core.Indicators;

/// <summary>
/// One address as text, without the framework's parser: that one also reads 1, 127.1, 0x7f.1, octal 010.0.0.1 (as 8.0.0.1), [::1]:80 and
/// zones.
/// </summary>
internal static class AddressText
{
    /// <summary>The longest spelling that <see cref="Write"/> makes.</summary>
    public const int MaxLength = 39;

    public static bool TryRead(ReadOnlySpan<char> text, out AddressFamily family, out UInt128 value)
    {
        if (text.Contains(':'))
        {
            family = AddressFamily.IPv6;
            return TryReadIPv6(text, out value);
        }

        family = AddressFamily.IPv4;
        var isRead = TryReadIPv4(text, out var address);
        value = address;
        return isRead;
    }

    /// <summary>Four decimal octets without leading zeros, and nothing else.</summary>
    public static bool TryReadIPv4(ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        var at = 0;
        for (var octets = 1; ; octets++)
        {
            var start = at;
            uint octet = 0;
            for (; at < text.Length && char.IsAsciiDigit(text[at]) && at - start < 3; at++)
            {
                octet = (octet * 10) + text[at] - '0';
            }

            var hasLeadingZero = at - start > 1 && text[start] == '0';
            if (at == start || octet > 255 || hasLeadingZero)
            {
                return false;
            }

            value = (value << 8) | octet;
            if (octets == 4)
            {
                return at == text.Length;
            }

            if (at == text.Length || text[at++] != '.')
            {
                return false;
            }
        }
    }

    /// <summary>
    /// RFC 4291 section 2.2: eight groups of one to four hexadecimal digits, one gap "::" for one group of zeros or more, the last two
    /// groups perhaps dotted.
    /// </summary>
    private static bool TryReadIPv6(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = 0;
        var (at, groups, gap) = text.StartsWith("::") ? (2, 0, 0) : (0, 0, -1);
        UInt128 bits = 0;
        while (at < text.Length)
        {
            var start = at;
            uint group = 0;
            for (; at < text.Length && char.IsAsciiHexDigit(text[at]) && at - start < 4; at++)
            {
                group = (group << 4) | (uint)HexValue(text[at]);
            }

            if (at < text.Length && text[at] == '.')
            {
                if (!TryReadIPv4(text[start..], out var tail))
                {
                    return false;
                }

                bits = (bits << 32) | tail;
                groups += 2;
                break;
            }

            if (at == start)
            {
                return false;
            }

            bits = (bits << 16) | group;
            groups++;
            if (at == text.Length)
            {
                break;
            }

            if (text[at++] != ':' || at == text.Length)
            {
                return false;
            }

            if (text[at] == ':')
            {
                if (gap >= 0)
                {
                    return false;
                }

                gap = groups;
                at++;
            }
        }

        if (gap < 0)
        {
            value = bits;
            return groups == 8;
        }

        if (groups > 7)
        {
            return false;
        }

        // A shift by 128 would be a shift by 0. With seven groups at most, only the last one here can be that, and then there is nothing to
        // shift.
        var bitsAfterGap = 16 * (groups - gap);
        var after = bits & ((UInt128.One << bitsAfterGap) - 1);
        var before = bits >> bitsAfterGap;
        value = (before << (128 - (16 * gap))) | after;
        return true;
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Dotted decimal, or RFC 5952: lower case, the longest run of zero groups as "::", never dotted at the end.</summary>
    public static int Write(AddressFamily family, UInt128 value, Span<char> to) =>
        family is AddressFamily.IPv4 ? WriteIPv4((uint)value, to) : WriteIPv6(value, to);

    private static int WriteIPv4(uint value, Span<char> to)
    {
        var at = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            ((byte)(value >> shift)).TryFormat(to[at..], out var written, default, CultureInfo.InvariantCulture);
            at += written;
            if (shift > 0)
            {
                to[at++] = '.';
            }
        }

        return at;
    }

    private static int WriteIPv6(UInt128 value, Span<char> to)
    {
        var (gapStart, gapEnd) = LongestZeros(value);
        var at = 0;
        for (var index = 0; index < 8; index++)
        {
            if (index == gapStart)
            {
                to[at++] = ':';
                to[at++] = ':';
                index = gapEnd - 1;
                continue;
            }

            if (at > 0 && to[at - 1] != ':')
            {
                to[at++] = ':';
            }

            Group(value, index).TryFormat(to[at..], out var written, "x", CultureInfo.InvariantCulture);
            at += written;
        }

        return at;
    }

    /// <summary>
    /// The longest run of two zero groups or more, the first of equals (RFC 5952 section 4.2); where there is none, one that is never
    /// reached.
    /// </summary>
    private static (int Start, int End) LongestZeros(UInt128 value)
    {
        var longest = (Start: 8, End: 9);
        for (var start = 0; start < 8; start++)
        {
            var end = start;
            while (end < 8 && Group(value, end) == 0)
            {
                end++;
            }

            if (end - start > longest.End - longest.Start)
            {
                longest = (start, end);
            }
        }

        return longest;
    }

    private static ushort Group(UInt128 value, int index) => (ushort)(value >> (112 - (16 * index)));
}
