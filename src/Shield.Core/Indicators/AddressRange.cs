using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Shield.Core.Indicators;

/// <summary>One address, one CIDR block or one low-high range, all of one family, spelled as the PCE spells it.</summary>
/// <remarks>
/// Equal ranges are equal however they were spelled. <c>default</c> is no range and throws when it is read, printed or ordered:
/// default(IPNetwork) is 0.0.0.0/0, the whole Internet on a block list by one forgotten field.
/// <para> <b>Unwrapping happens where an address comes in</b> (<c>TryParse</c>, <c>Parse</c>, <c>Of</c>): IPv4 mapped into IPv6 is IPv4,
/// and so is one address of NAT64's well-known prefix. <c>TryParseWire</c>, <c>Between</c> and what <see cref="RangeSet"/> cuts keep the
/// bits as they are: a list that holds ::ffff:192.0.2.1 does not block 192.0.2.1.
/// </para>
/// </remarks>
public readonly record struct AddressRange : IComparable<AddressRange>
{
    private readonly AddressFamily _family;
    private readonly AddressBits _first;
    private readonly AddressBits _last;

    private AddressRange(AddressFamily family, AddressBits first, AddressBits last) => (_family, _first, _last) = (family, first, last);

    public AddressFamily Family => Checked(_family);
    public UInt128 First => FirstBits;
    public UInt128 Last => LastBits;

    public bool IsSingle => FirstBits == LastBits;

    /// <summary>True when one CIDR block says it, a single address included.</summary>
    public bool IsBlock => PrefixLength is not null;

    /// <summary>Null when the range is no CIDR block.</summary>
    public int? PrefixLength
    {
        get
        {
            var hostBits = First ^ Last;
            var isBlock = (hostBits & (hostBits + 1)) == 0 && (First & hostBits) == 0;
            return isBlock ? Family.Bits() - (int)UInt128.PopCount(hostBits) : null;
        }
    }

    /// <summary>True when the range holds more addresses than a block of that prefix length, aligned or not.</summary>
    public bool IsWiderThan(int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, Family.Bits());
        // Nothing is wider than everything; and a shift by 128 would be a shift by 0.
        return prefixLength > 0 && (Last - First) >> (Family.Bits() - prefixLength) > 0;
    }

    /// <summary>True when the whole of <paramref name="other"/> lies inside this range.</summary>
    public bool Covers(AddressRange other) => Family == other.Family && _first <= other._first && other._last <= _last;

    /// <summary>True when the two share an address: the question to ask before anything is blocked.</summary>
    public bool Overlaps(AddressRange other) => Family == other.Family && _first <= other._last && other._first <= _last;

    /// <summary>What is left of this range: no piece, one or several, from low to high.</summary>
    public ImmutableArray<AddressRange> Subtract(RangeSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.LeftOf(this);
    }

    /// <summary>IPv4 before IPv6, then by first, then by last address.</summary>
    public int CompareTo(AddressRange other) =>
        Family != other.Family ? (Family < other.Family ? -1 : 1)
        : _first != other._first ? _first.CompareTo(other._first)
        : _last.CompareTo(other._last);

    /// <summary>
    /// The range from <paramref name="first"/> to <paramref name="last"/>, both included, as it stands: nothing is unwrapped.
    /// </summary>
    public static AddressRange Between(UInt128 first, UInt128 last, AddressFamily family)
    {
        var highest = family switch
        {
            AddressFamily.IPv4 => uint.MaxValue,
            AddressFamily.IPv6 => UInt128.MaxValue,
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "neither IPv4 nor IPv6"),
        };
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, highest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        return new AddressRange(family, first, last);
    }

    /// <exception cref="ArgumentException">The address has a zone, which means something on one machine only.</exception>
    public static AddressRange Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        if (length is 4)
        {
            var value = new AddressBits(0, BinaryPrimitives.ReadUInt32BigEndian(bytes));
            return new AddressRange(AddressFamily.IPv4, value, value);
        }

        if (address.ScopeId is not 0)
        {
            throw new ArgumentException($"'{address}' has a zone id, which means something on one machine only", nameof(address));
        }

        var wide = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return EmbeddedIPv4.Unwrapped(new AddressRange(AddressFamily.IPv6, wide, wide));
    }

    /// <exception cref="FormatException">For text that <c>TryParse</c> refuses. For literals; what comes from outside is tried.</exception>
    public static AddressRange Parse(string text) =>
        TryParse(text, out var range, out var error) ? range : throw new FormatException(error);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AddressRange, out string?)"/>
    public static bool TryParse(string? text, out AddressRange range, [NotNullWhen(false)] out string? error)
    {
        if (text is null)
        {
            (range, error) = (default, "no address is given");
            return false;
        }

        return TryParse(text.AsSpan(), out range, out error);
    }

    /// <summary>Reads what an IP list may hold, 0.0.0.0/0 too: what is too broad to block, or to believe, its reader refuses.</summary>
    /// <param name="text">An address, a block "a/n" or low to high "a-b", plainly spelled and nothing around it.</param>
    /// <param name="range">The range, unwrapped.</param>
    /// <param name="error">The text, cut and escaped, and what is wrong with it.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressRange range, [NotNullWhen(false)] out string? error)
    {
        if (RangeText.Read(text, out range) is { } fault)
        {
            error = $"{AddressFault.Quote(text)} {fault}";
            return false;
        }

        range = EmbeddedIPv4.Unwrapped(range);
        error = null;
        return true;
    }

    /// <summary>
    /// Reads an entry of a PCE's IP list as the PCE understands it: host bits are masked (docs/pce.md#6-entries), and nothing is
    /// unwrapped, because an entry means the bits that it names. An empty <paramref name="toIp"/> is an absent one.
    /// </summary>
    public static bool TryParseWire(string? fromIp, string? toIp, out AddressRange range, [NotNullWhen(false)] out string? error)
    {
        if (RangeText.ReadWire(fromIp, toIp, out range) is { } fault)
        {
            error = string.IsNullOrEmpty(toIp)
                ? $"{AddressFault.Quote(fromIp)} {fault}"
                : $"{AddressFault.Quote(fromIp)} to {AddressFault.Quote(toIp)} {fault}";
            return false;
        }

        error = null;
        return true;
    }

    /// <summary>The first address, for a library that wants one: the bits as they are.</summary>
    public IPAddress ToFirstAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        return new IPAddress(bytes[^(Family.Bits() / 8)..]);
    }

    /// <summary>The PCE's <c>from_ip</c>: the whole of an address or block, the low end of any other range.</summary>
    public string LowText => IsBlock ? ToString() : Spell(First);

    /// <summary>The PCE's <c>to_ip</c>: null for an address or block.</summary>
    public string? HighText => IsBlock ? null : Spell(Last);

    /// <summary>The PCE's spelling: /32 and /128 are dropped, and a low-high range that is a block is written as one.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaxLength];
        return text[..Write(text)].ToString();
    }

    /// <summary>The text of <see cref="ToString"/> without a string; false where <paramref name="destination"/> is too small.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten)
    {
        Span<char> text = stackalloc char[MaxLength];
        charsWritten = Write(text);
        var fits = text[..charsWritten].TryCopyTo(destination);
        charsWritten = fits ? charsWritten : 0;
        return fits;
    }

    internal AddressBits FirstBits => Checked(_first);

    internal AddressBits LastBits => Checked(_last);

    /// <summary>For our own tables: the bits just as they are written, so that ::ffff:0:0/96 can be a row.</summary>
    internal static AddressRange Exact(string text) =>
        RangeText.Read(text, out var range) is { } fault ? throw new FormatException($"'{text}' {fault}") : range;

    private const int MaxLength = (2 * AddressText.MaxLength) + 1;

    private int Write(Span<char> to)
    {
        var at = AddressText.Write(Family, First, to);
        if (IsSingle)
        {
            return at;
        }

        if (PrefixLength is { } length)
        {
            to[at++] = '/';
            length.TryFormat(to[at..], out var written, default, CultureInfo.InvariantCulture);
            return at + written;
        }

        to[at++] = '-';
        return at + AddressText.Write(Family, Last, to[at..]);
    }

    private string Spell(UInt128 address) => Between(address, address, Family).ToString();

    private T Checked<T>(T value) =>
        _family is AddressFamily.None ? throw new InvalidOperationException("default(AddressRange) is no range") : value;
}
