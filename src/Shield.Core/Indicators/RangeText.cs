namespace Shield.Core.Indicators;

/// <summary>
/// The three ways to write a range: an address, a block "a/n", low to high "a-b". Nothing is allocated unless something is wrong.
/// </summary>
internal static class RangeText
{
    /// <summary>Returns what is wrong with the text, or null, and then the range with the bits just as they were written.</summary>
    public static string? Read(ReadOnlySpan<char> text, out AddressRange range)
    {
        switch (text.IndexOfAny('/', '-'))
        {
            case < 0:
                return ReadAddress(text, out range);

            case var slash when text[slash] is '/':
                var fault = ReadBlock(text[..slash], text[(slash + 1)..], out range, out var isMasked);
                if (fault is null && isMasked)
                {
                    // The PCE would mask them in silence (10.0.0.14/8 becomes 10.0.0.0/8) and block more than was written. We ask.
                    fault = $"has host bits set; the block is '{range}'";
                    range = default;
                }

                return fault;

            case var dash:
                return ReadLowHigh(text[..dash], text[(dash + 1)..], out range);
        }
    }

    /// <summary>The same for the PCE's two fields, with host bits masked as the PCE masks them.</summary>
    public static string? ReadWire(ReadOnlySpan<char> from, ReadOnlySpan<char> to, out AddressRange range)
    {
        var slash = from.IndexOf('/');
        switch (slash < 0, to.IsEmpty)
        {
            case (true, true):
                return ReadAddress(from, out range);
            case (true, false):
                return ReadLowHigh(from, to, out range);
            case (false, true):
                return ReadBlock(from[..slash], from[(slash + 1)..], out range, out _);
            default:
                range = default;
                return "has a block as its low end";
        }
    }

    private static string? ReadAddress(ReadOnlySpan<char> text, out AddressRange range)
    {
        range = default;
        if (!AddressText.TryRead(text, out var family, out var address))
        {
            return AddressFault.InAddress(text);
        }

        range = AddressRange.Between(address, address, family);
        return null;
    }

    private static string? ReadBlock(ReadOnlySpan<char> address, ReadOnlySpan<char> length, out AddressRange range, out bool isMasked)
    {
        (range, isMasked) = (default, false);
        if (!AddressText.TryRead(address, out var family, out var first))
        {
            return AddressFault.InAddress(address);
        }

        var bits = family.Bits();
        if (!TryReadLength(length, bits, out var prefix))
        {
            return family is AddressFamily.IPv4 ? "has no prefix length from 0 to 32" : "has no prefix length from 0 to 128";
        }

        var hostBits = HostBits(bits - prefix);
        isMasked = (first & hostBits) != 0;
        range = AddressRange.Between(first & ~hostBits, first | hostBits, family);
        return null;
    }

    private static string? ReadLowHigh(ReadOnlySpan<char> low, ReadOnlySpan<char> high, out AddressRange range)
    {
        range = default;
        if (!AddressText.TryRead(low, out var family, out var first))
        {
            return AddressFault.InAddress(low);
        }

        if (!AddressText.TryRead(high, out var highFamily, out var last))
        {
            return high.Contains('/') ? "has a prefix length in a low-high range" : AddressFault.InAddress(high);
        }

        if (family != highFamily)
        {
            return "runs from one address family into the other";
        }

        if (first > last)
        {
            return "runs from high to low";
        }

        range = AddressRange.Between(first, last, family);
        return null;
    }

    // int.TryParse would also take "+8", " 8 ", "-1" and "08".
    private static bool TryReadLength(ReadOnlySpan<char> text, int bits, out int length)
    {
        length = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit) || length > bits)
            {
                return false;
            }

            length = (length * 10) + digit - '0';
        }

        var hasLeadingZero = text.Length > 1 && text[0] == '0';
        return !text.IsEmpty && !hasLeadingZero && length <= bits;
    }

    // A shift by 128 is a shift by 0: "no bits" needs a word of its own, or every /128 has host bits set.
    private static UInt128 HostBits(int count) => count is 0 ? 0 : UInt128.MaxValue >> (128 - count);
}
