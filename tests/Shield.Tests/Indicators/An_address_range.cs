using System.Net;
using CsCheck;
using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

public sealed class An_address_range
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("192.0.2.1/32", "192.0.2.1")]
    [InlineData("2001:db8::1/128", "2001:db8::1")]
    [InlineData("203.0.113.0-203.0.113.255", "203.0.113.0/24")]
    [InlineData("192.0.2.1-192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1-192.0.2.2", "192.0.2.1-192.0.2.2")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("0.0.0.0-255.255.255.255", "0.0.0.0/0")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("::/0", "::/0")]
    [InlineData("::", "::")]
    [InlineData("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    [InlineData("2001:db8::198.51.100.7", "2001:db8::c633:6407")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::-2001:db8::ffff", "2001:db8::/112")]
    [InlineData("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0")]
    public void Is_spelled_the_way_the_PCE_spells_it(string text, string canonical)
    {
        Assert.Equal(canonical, AddressRange.Parse(text).ToString());
        Assert.Equal(AddressRange.Parse(text), AddressRange.Parse(canonical));
    }

    [Theory]
    [InlineData("::ffff:203.0.114.9", "203.0.114.9")]
    [InlineData("::FFFF:cb00:7209", "203.0.114.9")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    [InlineData("::ffff:0:0/96", "0.0.0.0/0")]
    [InlineData("::ffff:192.0.2.3-::ffff:192.0.2.9", "192.0.2.3-192.0.2.9")]
    [InlineData("64:ff9b::cb00:7209", "203.0.114.9")]
    [InlineData("64:ff9b::192.0.2.1/128", "192.0.2.1")]
    public void Is_the_IPv4_that_it_stands_for(string text, string inside) => Assert.Equal(inside, AddressRange.Parse(text).ToString());

    [Theory]
    [InlineData("64:ff9b::/96", "a translator's whole prefix is many parties")]
    [InlineData("64:ff9b::c000:200/127", "two of them")]
    [InlineData("::fffe:ffff:ffff-::ffff:0:1", "half outside the mapped prefix")]
    [InlineData("64:ff9b:1::a00:1", "where the IPv4 sits is the operator's choice")]
    [InlineData("2002:c000:201::1", "a tunnel's end")]
    public void Stays_IPv6_where_no_one_IPv4_party_is_inside(string text, string because)
    {
        var range = AddressRange.Parse(text);
        Assert.True(range.Family is AddressFamily.IPv6, because);
        Assert.Equal(text, range.ToString());
    }

    [Theory]
    [InlineData("", "no address")]
    [InlineData("-", "no address")]
    [InlineData("/", "no address")]
    [InlineData("10.0.0.1-", "no address")]
    [InlineData("-10.0.0.1", "no address")]
    [InlineData("10.1", "four octets")]
    [InlineData("10", "four octets")]
    [InlineData("10.0.0.1.", "four octets")]
    [InlineData("10..0.1", "empty octet")]
    [InlineData("10.0.0.256", "above 255")]
    [InlineData("10.0.0.99999999999", "above 255")]
    [InlineData("010.0.0.1", "leading zero")]
    [InlineData("10.0.0.00", "leading zero")]
    [InlineData("0x0a.0.0.1", "is not an IP address")]
    [InlineData("example.com", "is not an IP address")]
    [InlineData("10.0.0.*", "wildcard")]
    [InlineData("192.0.2.1:443", "port")]
    [InlineData("[2001:db8::1]", "brackets")]
    [InlineData("[2001:db8::1]:443", "brackets")]
    [InlineData("fe80::1%eth0", "zone")]
    [InlineData(" 10.0.0.1", "space")]
    [InlineData("10.0.0.1 ", "space")]
    [InlineData("10.0.0.1\n", "space")]
    [InlineData("10.0.0.0 - 10.0.0.9", "space")]
    [InlineData("１０.0.0.1", "character that no address has")]
    [InlineData("2001:db8:::1", "not an IPv6 address")]
    [InlineData("2001:db8::1::2", "not an IPv6 address")]
    [InlineData(":", "not an IPv6 address")]
    [InlineData(":::", "not an IPv6 address")]
    [InlineData("1::2:", "not an IPv6 address")]
    [InlineData(":1::2", "not an IPv6 address")]
    [InlineData("1:2:3:4:5:6:7", "not an IPv6 address")]
    [InlineData("1:2:3:4:5:6:7:8:9", "not an IPv6 address")]
    [InlineData("1:2:3:4:5:6:7:8::", "not an IPv6 address")]
    [InlineData("1:2:3:4::5:6:7:8", "not an IPv6 address")]
    [InlineData("12345::1", "not an IPv6 address")]
    [InlineData("2001:db8::g", "not an IPv6 address")]
    [InlineData("::ffff:1.2.3.04", "not an IPv6 address")]
    [InlineData("::ffff:1.2.3", "not an IPv6 address")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4", "not an IPv6 address")]
    [InlineData("::1:2:3:4:5:6:1.2.3.4", "not an IPv6 address")]
    [InlineData("1:2:3:4:5:6:7:8:1:2:3:4:5:6:7:8", "not an IPv6 address")]
    [InlineData("::1.2.3.4:5", "not an IPv6 address")]
    [InlineData("10.0.0.0/33", "prefix length from 0 to 32")]
    [InlineData("10.0.0.0/-1", "prefix length")]
    [InlineData("10.0.0.0/+8", "prefix length")]
    [InlineData("10.0.0.0/08", "prefix length")]
    [InlineData("10.0.0.0/ 8", "prefix length")]
    [InlineData("10.0.0.0/", "prefix length")]
    [InlineData("10.0.0.0/8/8", "prefix length")]
    [InlineData("10.0.0.0/255.0.0.0", "prefix length")]
    [InlineData("10.0.0.0/99999999999999999999", "prefix length")]
    [InlineData("10.0.0.0/4294967304", "prefix length")]
    [InlineData("2001:db8::/129", "prefix length from 0 to 128")]
    [InlineData("10.0.0.9-10.0.0.1", "high to low")]
    [InlineData("10.0.0.1-::1", "one address family into the other")]
    [InlineData("10.0.0.0/24-10.0.1.0/24", "no prefix length")]
    [InlineData("10.0.0.0-10.0.1.0/24", "low-high")]
    [InlineData("10.0.0.0-10.0.0.1-10.0.0.2", "is not an IP address")]
    public void Is_refused_with_what_is_wrong(string text, string fault)
    {
        Assert.False(AddressRange.TryParse(text, out _, out var error));
        Assert.Contains(fault, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.0/28", "192.0.2.0")]
    [InlineData("198.51.100.9-198.51.100.20", "198.51.100.9")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("2001:db8:0:1::/64", "2001:db8:0:1::")]
    public void Begins_with_an_address_that_a_library_takes(string text, string first) =>
        Assert.Equal(IPAddress.Parse(first), AddressRange.Parse(text).ToFirstAddress());

    [Fact]
    public void Is_refused_when_there_is_no_text()
    {
        Assert.False(AddressRange.TryParse(null, out _, out var error));
        Assert.Equal("no address is given", error);
    }

    [Theory]
    [InlineData("10.0.0.1/8", "'10.0.0.1/8' has host bits set; the block is '10.0.0.0/8'")]
    [InlineData("198.51.100.0/2", "'198.51.100.0/2' has host bits set; the block is '192.0.0.0/2'")]
    [InlineData("2001:db8::1/32", "'2001:db8::1/32' has host bits set; the block is '2001:db8::/32'")]
    [InlineData("1.2.3.4/0", "'1.2.3.4/0' has host bits set; the block is '0.0.0.0/0'")]
    public void Is_refused_when_host_bits_are_set(string text, string message)
    {
        Assert.False(AddressRange.TryParse(text, out var range, out var error));
        Assert.Equal(message, error);
        Assert.Throws<InvalidOperationException>(() => range.First);
    }

    [Fact]
    public void Is_refused_without_showing_a_terminal_what_was_sent()
    {
        Assert.False(AddressRange.TryParse("\u001b[31m1.2.3.4\r\n\u202e\\" + new string('x', 5000), out _, out var error));
        Assert.Contains("'\\u001b[31m1.2.3.4\\u000d\\u000a\\u202e\\u005c", error, StringComparison.Ordinal);
        Assert.True(error.Length < 250);
        Assert.All(error, character => Assert.False(char.IsControl(character)));
    }

    [Fact]
    public void Throws_when_it_is_read_printed_or_ordered_and_was_never_set()
    {
        AddressRange never = default;
        var real = AddressRange.Parse("192.0.2.1");
        Assert.Throws<InvalidOperationException>(() => never.Family);
        Assert.Throws<InvalidOperationException>(() => never.First);
        Assert.Throws<InvalidOperationException>(() => never.Last);
        Assert.Throws<InvalidOperationException>(() => never.IsSingle);
        Assert.Throws<InvalidOperationException>(() => never.PrefixLength);
        Assert.Throws<InvalidOperationException>(() => never.ToString());
        Assert.Throws<InvalidOperationException>(() => never.LowText);
        Assert.Throws<InvalidOperationException>(() => never.Covers(real));
        Assert.Throws<InvalidOperationException>(() => real.Covers(never));
        Assert.Throws<InvalidOperationException>(() => real.Overlaps(never));
        Assert.Throws<InvalidOperationException>(() => real.CompareTo(never));
        Assert.Throws<InvalidOperationException>(() => RangeSet.Empty.Contains(never));
        Assert.Throws<InvalidOperationException>(() => RangeSet.Of([never]));
        Assert.Throws<InvalidOperationException>(() => SpecialPurpose.Find(never));
    }

    [Theory]
    [InlineData("0.0.0.0/0", 0)]
    [InlineData("192.0.2.0/24", 24)]
    [InlineData("192.0.2.1", 32)]
    [InlineData("192.0.2.0-192.0.2.2", null)]
    [InlineData("192.0.2.1-192.0.2.2", null)]
    [InlineData("::/0", 0)]
    [InlineData("2001:db8::/33", 33)]
    [InlineData("2001:db8::1", 128)]
    public void Knows_its_prefix_length_where_it_is_a_block(string text, int? length)
    {
        var range = AddressRange.Parse(text);
        Assert.Equal(length, range.PrefixLength);
        Assert.Equal(length is not null, range.IsBlock);
    }

    [Theory]
    [InlineData("192.0.2.0/24", 24, false)]
    [InlineData("192.0.2.7-192.0.3.6", 24, false)]
    [InlineData("192.0.2.7-192.0.3.7", 24, true)]
    [InlineData("192.0.2.1", 32, false)]
    [InlineData("192.0.2.1-192.0.2.2", 32, true)]
    [InlineData("0.0.0.0/0", 0, false)]
    [InlineData("0.0.0.0/0", 1, true)]
    [InlineData("::/0", 0, false)]
    [InlineData("::/0", 1, true)]
    [InlineData("2001:db8::/64", 64, false)]
    [InlineData("2001:db8::-2001:db8:0:1::", 64, true)]
    public void Knows_whether_it_is_wider_than_a_block(string text, int length, bool isWider) =>
        Assert.Equal(isWider, AddressRange.Parse(text).IsWiderThan(length));

    [Fact]
    public void Orders_by_family_then_first_then_last()
    {
        string[] ordered = ["0.0.0.0", "0.0.0.0/0", "10.0.0.0/31", "10.0.0.0/8", "10.0.0.1", "255.255.255.255", "::", "::/0", "::1"];
        Assert.Equal(ordered, ordered.Reverse().Select(AddressRange.Parse).Order().Select(range => range.ToString()));
    }

    [Fact]
    public void Is_made_of_a_framework_address()
    {
        Assert.Equal("192.0.2.1", AddressRange.Of(IPAddress.Parse("192.0.2.1")).ToString());
        Assert.Equal("192.0.2.1", AddressRange.Of(IPAddress.Parse("::ffff:192.0.2.1")).ToString());
        Assert.Equal("192.0.2.1", AddressRange.Of(IPAddress.Parse("64:ff9b::192.0.2.1")).ToString());
        Assert.Equal("2001:db8::1", AddressRange.Of(IPAddress.Parse("2001:db8::1")).ToString());
        Assert.Throws<ArgumentException>(() => AddressRange.Of(IPAddress.Parse("fe80::1%3")));
    }

    [Fact]
    public void Is_made_of_two_ends_as_they_stand()
    {
        Assert.Equal("::ffff:c000:201", AddressRange.Between(0xFFFF_C000_0201, 0xFFFF_C000_0201, AddressFamily.IPv6).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => AddressRange.Between(2, 1, AddressFamily.IPv4));
        Assert.Throws<ArgumentOutOfRangeException>(() => AddressRange.Between(0, (UInt128)uint.MaxValue + 1, AddressFamily.IPv4));
        Assert.Throws<ArgumentOutOfRangeException>(() => AddressRange.Between(0, 0, AddressFamily.None));
    }

    [Fact]
    public void Costs_no_allocation_to_read()
    {
        string[] texts = ["192.0.2.1", "192.0.2.0/24", "2001:db8::1", "::ffff:192.0.2.1", "192.0.2.1-192.0.2.9"];
        int Readable() => texts.Count(text => AddressRange.TryParse(text, out _, out _));
        var none = Allocated(() => texts.Count(text => text.Length > 0));
        Assert.Equal(none, Allocated(Readable));

        static long Allocated(Func<int> work)
        {
            work();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(5, work());
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Prints_what_reads_back_as_itself() =>
        Any.Range.Sample(range =>
        {
            Assert.Equal(range, AddressRange.Parse(range.ToString()));
            Span<char> exact = stackalloc char[range.ToString().Length];
            Assert.True(range.TryFormat(exact, out var written));
            Assert.Equal(range.ToString(), exact[..written].ToString());
            Assert.False(range.TryFormat(exact[1..], out _));
        });

    [Fact]
    public void Covers_and_overlaps_as_its_addresses_do() =>
        Gen.Select(Any.Range, Any.Range)
            .Sample(
                (one, other) =>
                {
                    var (mine, theirs) = (Probes(one), Probes(other));
                    Assert.Equal(theirs.IsSubsetOf(mine), one.Covers(other));
                    Assert.Equal(theirs.Overlaps(mine), one.Overlaps(other));
                    Assert.Equal(one.Overlaps(other), other.Overlaps(one));
                }
            );

    [Fact]
    public void Agrees_with_the_framework_about_every_address_that_both_read() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Byte, Gen.Bool)
            .Sample(
                (bytes, mask, isWide) =>
                {
                    // Zero whole groups, so that gaps of all shapes come up.
                    for (var at = 0; at < 16; at++)
                    {
                        bytes[at] = (mask & (1 << (at / 2))) == 0 ? (byte)0 : bytes[at];
                    }

                    var address = new IPAddress(isWide ? bytes : bytes[..4]);
                    var ours = AddressRange.Parse(address.ToString());
                    Assert.Equal(AddressRange.Of(address), ours);
                    Assert.Equal(ours, AddressRange.Of(IPAddress.Parse(ours.ToString())));
                }
            );

    [Fact]
    public void Reads_nothing_otherwise_than_the_framework_does() =>
        Gen.String[Gen.OneOf("0123456789abcdefF:::...".ToCharArray()), 1, 24]
            .Sample(
                text =>
                {
                    if (AddressRange.TryParse(text, out var ours, out _))
                    {
                        Assert.Equal(AddressRange.Of(IPAddress.Parse(text)), ours);
                    }
                },
                iter: 100_000
            );

    [Fact]
    public void Never_makes_the_reader_throw() =>
        Gen.OneOf(
                Gen.String,
                Gen.String[Gen.OneOf("0123456789abcdefx:.-/%[] \u0000\u202e".ToCharArray()), 0, 60],
                Gen.Select(Any.Range, Gen.Int[0, 40], Gen.Char, (range, at, character) => Mutated(range.ToString(), at, character))
            )
            .Sample(
                text =>
                {
                    if (AddressRange.TryParse(text, out var range, out var error))
                    {
                        Assert.Equal(range, AddressRange.Parse(range.ToString()));
                    }
                    else
                    {
                        Assert.NotEmpty(error);
                    }

                    AddressRange.TryParseWire(text, null, out _, out _);
                    AddressRange.TryParseWire("10.0.0.1", text, out _, out _);
                },
                iter: 20_000
            );

    private static string Mutated(string text, int at, char character) =>
        text[..(at % text.Length)] + character + text[(at % text.Length)..];

    private static HashSet<AddressRange> Probes(AddressRange range) =>
        [.. Any.Addresses.Where(address => address.Family == range.Family && range.First <= address.First && address.First <= range.Last)];
}
