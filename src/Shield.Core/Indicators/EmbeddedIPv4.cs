namespace Shield.Core.Indicators;

/// <summary>How an IPv6 address carries an IPv4 address.</summary>
public enum Embedding
{
    /// <summary>::ffff:0:0/96, RFC 4291 section 2.5.5.2: the party itself.</summary>
    Mapped,

    /// <summary>64:ff9b::/96, RFC 6052: the IPv4 peer behind a translator.</summary>
    Nat64,

    /// <summary>2002::/16, RFC 3056: the tunnel's router, if nobody forged it (RFC 3964).</summary>
    SixToFour,

    /// <summary>
    /// 2001::/32, RFC 4380: the NAT in front of the host. The server in bits 32 to 63 is a shared service and never to blame.
    /// </summary>
    Teredo,
}

/// <summary>
/// The IPv4 address inside an IPv6 one, to be shown by <c>explain</c>. Only mapped and NAT64 addresses stand for it
/// (<see cref="AddressRange.TryParse(ReadOnlySpan{char}, out AddressRange, out string?)"/> unwraps those); of a tunnel it is an end, and
/// nothing is derived from it.
/// </summary>
public readonly record struct EmbeddedIPv4(Embedding Mechanism, AddressRange Address)
{
    private static readonly AddressRange MappedPrefix = AddressRange.Exact("::ffff:0:0/96");
    private static readonly AddressRange Nat64Prefix = AddressRange.Exact("64:ff9b::/96");
    private static readonly AddressRange SixToFourPrefix = AddressRange.Exact("2002::/16");
    private static readonly AddressRange TeredoPrefix = AddressRange.Exact("2001::/32");

    /// <summary>Null where there is none, or where the range is wider than what belongs to one IPv4 address.</summary>
    public static EmbeddedIPv4? In(AddressRange range)
    {
        var (first, last) = (range.First, range.Last);
        return range switch
        {
            _ when SixToFourPrefix.Covers(range) && first >> 80 == last >> 80 => Made(Embedding.SixToFour, (uint)(first >> 80)),
            { IsSingle: false } => null,
            _ when MappedPrefix.Covers(range) => Made(Embedding.Mapped, (uint)first),
            _ when Nat64Prefix.Covers(range) => Made(Embedding.Nat64, (uint)first),
            _ when TeredoPrefix.Covers(range) => Made(Embedding.Teredo, ~(uint)first),
            _ => null,
        };
    }

    /// <summary>
    /// Takes off the wrappings whose IPv4 is the party itself. A mapped range becomes an IPv4 range; of NAT64 only a single address does,
    /// because a wider part of a translator's prefix is many parties: it stays IPv6, where the special-purpose registry refuses it.
    /// </summary>
    internal static AddressRange Unwrapped(AddressRange range) =>
        range switch
        {
            _ when MappedPrefix.Covers(range) => AddressRange.Between((uint)range.First, (uint)range.Last, AddressFamily.IPv4),
            { IsSingle: true } when Nat64Prefix.Covers(range) => Single((uint)range.First),
            _ => range,
        };

    private static EmbeddedIPv4 Made(Embedding mechanism, uint address) => new(mechanism, Single(address));

    private static AddressRange Single(uint address) => AddressRange.Between(address, address, AddressFamily.IPv4);
}
