using CsCheck;
using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

public sealed class An_entry_on_the_PCE
{
    [Theory]
    [InlineData("10.0.0.14/8", null, "10.0.0.0/8")]
    [InlineData("10.0.0.14/32", null, "10.0.0.14")]
    [InlineData("10.0.0.14", "", "10.0.0.14")]
    [InlineData("10.0.0.14", "10.0.0.14", "10.0.0.14")]
    [InlineData("10.0.0.0", "10.0.0.255", "10.0.0.0/24")]
    [InlineData("10.0.0.1", "10.0.0.255", "10.0.0.1-10.0.0.255")]
    [InlineData("2001:DB8::1/32", null, "2001:db8::/32")]
    [InlineData("0.0.0.0/0", null, "0.0.0.0/0")]
    [InlineData("::/0", null, "::/0")]
    public void Is_read_as_the_PCE_understands_it(string from, string? to, string meaning)
    {
        Assert.True(AddressRange.TryParseWire(from, to, out var range, out var error), error);
        Assert.Equal(meaning, range.ToString());
    }

    [Theory]
    [InlineData("::ffff:192.0.2.1", "::ffff:c000:201")]
    [InlineData("64:ff9b::192.0.2.1", "64:ff9b::c000:201")]
    public void Means_the_bits_that_it_names_and_not_the_IPv4_inside(string from, string meaning)
    {
        Assert.True(AddressRange.TryParseWire(from, null, out var range, out _));
        Assert.Equal((AddressFamily.IPv6, meaning), (range.Family, range.LowText));
    }

    [Theory]
    [InlineData(null, null, "'' has no address")]
    [InlineData("", "10.0.0.1", "'' to '10.0.0.1' has no address")]
    [InlineData("10.0.0.0/24", "10.0.0.255", "has a block as its low end")]
    [InlineData("10.0.0.0", "10.0.0.255/24", "has a prefix length in a low-high range")]
    [InlineData("10.0.0.9", "10.0.0.1", "runs from high to low")]
    [InlineData("10.0.0.9", "::1", "one address family into the other")]
    [InlineData("10.0.0.0/33", null, "prefix length")]
    [InlineData("10.0.0.0-10.0.0.9", null, "is not an IP address")]
    [InlineData("example.com", null, "is not an IP address")]
    public void Is_refused_where_it_has_no_meaning(string? from, string? to, string fault)
    {
        Assert.False(AddressRange.TryParseWire(from, to, out _, out var error));
        Assert.Contains(fault, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", null)]
    [InlineData("192.0.2.0/24", "192.0.2.0/24", null)]
    [InlineData("192.0.2.0-192.0.2.255", "192.0.2.0/24", null)]
    [InlineData("192.0.2.1-192.0.2.9", "192.0.2.1", "192.0.2.9")]
    [InlineData("2001:db8::1-2001:db8::9", "2001:db8::1", "2001:db8::9")]
    public void Is_written_in_one_field_unless_it_is_no_block(string text, string low, string? high)
    {
        var range = AddressRange.Parse(text);
        Assert.Equal((low, high), (range.LowText, range.HighText));
    }

    [Fact]
    public void Reads_back_what_was_written() =>
        Any.Range.Sample(range =>
        {
            Assert.True(AddressRange.TryParseWire(range.LowText, range.HighText, out var back, out _));
            Assert.Equal(range, back);
        });
}
