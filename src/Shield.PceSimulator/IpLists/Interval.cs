using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shield.PceSimulator.IpLists;

/// <summary>Addresses of one family from first to last.</summary>
internal readonly record struct Interval(AddressFamily Family, UInt128 First, UInt128 Last)
{
    /// <summary>A single address, strictly: four decimal octets without leading zeros, or IPv6 without zone or brackets.</summary>
    public static bool TryParseAddress([NotNullWhen(true)] string? text, out AddressFamily family, out UInt128 value)
    {
        (family, value) = (default, default);
        var isV6 = text?.Contains(':') is true;
        if (text is null || (isV6 ? !IsPlainV6(text) : !IsPlainV4(text)) || !IPAddress.TryParse(text, out var address))
        {
            return false;
        }

        (family, value) = (address.AddressFamily, ValueOf(address));
        return true;
    }

    /// <summary>An address or a CIDR block; host bits are masked, as the PCE does (docs/pce.md#6-entries).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Interval interval, out bool isBlock)
    {
        interval = default;
        var slash = text?.IndexOf('/') ?? -1;
        isBlock = slash >= 0;
        if (!TryParseAddress(isBlock ? text![..slash] : text, out var family, out var value))
        {
            return false;
        }

        var bits = Bits(family);
        var length = bits;
        if (isBlock && !TryParsePrefix(text![(slash + 1)..], bits, out length))
        {
            return false;
        }

        var host = length == bits ? 0 : UInt128.MaxValue >> (128 - (bits - length));
        interval = new Interval(family, value & ~host, value | host);
        return true;
    }

    public bool Contains(AddressFamily family, UInt128 value) => family == Family && value >= First && value <= Last;

    public bool Contains(Interval other) => Contains(other.Family, other.First) && Contains(other.Family, other.Last);

    /// <summary>One address as text. How a PCE spells IPv6 is unknown (docs/pce.md#6-entries); this is RFC 5952.</summary>
    public static string Spell(AddressFamily family, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new IPAddress(family is AddressFamily.InterNetwork ? bytes[12..] : bytes).ToString();
    }

    /// <summary>A block as the PCE stores it: <c>/32</c> and <c>/128</c> are stripped.</summary>
    public string SpellBlock()
    {
        var size = Bits(Family) - (int)UInt128.PopCount(First ^ Last);
        return size == Bits(Family) ? Spell(Family, First) : string.Create(CultureInfo.InvariantCulture, $"{Spell(Family, First)}/{size}");
    }

    public static UInt128 ValueOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(address.AddressFamily is AddressFamily.InterNetwork ? bytes[12..] : bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static int Bits(AddressFamily family) => family is AddressFamily.InterNetwork ? 32 : 128;

    private static bool IsPlainV4(string text) => text.Split('.') is { Length: 4 } octets && octets.All(IsOctet);

    private static bool IsOctet(string text) =>
        text is { Length: >= 1 and <= 3 } && text.All(char.IsAsciiDigit) && (text.Length is 1 || text[0] is not '0');

    private static bool IsPlainV6(string text) =>
        text.All(letter => char.IsAsciiHexDigit(letter) || letter is ':' or '.')
        && (!text.Contains('.') || IsPlainV4(text[(text.LastIndexOf(':') + 1)..]));

    private static bool TryParsePrefix(string text, int bits, out int length)
    {
        length = 0;
        return text is { Length: >= 1 and <= 3 }
            && text.All(char.IsAsciiDigit)
            && (text.Length is 1 || text[0] is not '0')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length)
            && length <= bits;
    }
}
