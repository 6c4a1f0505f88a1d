using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

public sealed class A_domain_name
{
    [Theory]
    [InlineData("evil.net", "evil.net")]
    [InlineData("EVIL.Net.", "evil.net")]
    [InlineData("_dmarc.a-b.evil.net", "_dmarc.a-b.evil.net")]
    [InlineData("xn--bcher-kva.net", "xn--bcher-kva.net")]
    [InlineData("b\u00fccher.net", "xn--bcher-kva.net")]
    [InlineData("B\u00dcCHER.net", "xn--bcher-kva.net")]
    [InlineData("3.evil.net", "3.evil.net")]
    public void Is_kept_as_DNS_has_it(string text, string expected)
    {
        Assert.True(DomainName.TryParse(text, out var domain, out var error), error);
        Assert.Equal(expected, domain.Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("localhost")]
    [InlineData("GeneratedFindingDomainName")]
    [InlineData("evil..net")]
    [InlineData(".evil.net")]
    [InlineData("evil.net..")]
    [InlineData("-evil.net")]
    [InlineData("evil-.net")]
    [InlineData("ev il.net")]
    [InlineData("*.evil.net")]
    [InlineData("evil.net/path")]
    [InlineData("http://evil.net")]
    [InlineData("1.2.3.4")]
    [InlineData("\u001b[2Jevil.net")]
    public void Is_refused_where_it_is_none(string? text)
    {
        Assert.False(DomainName.TryParse(text, out _, out var error));
        Assert.DoesNotContain('\u001b', error);
    }

    [Fact]
    public void Has_labels_of_63_and_253_characters_in_all_at_most()
    {
        var label = new string('a', 63);
        Assert.True(DomainName.TryParse($"{label}.{label}.{label}.{new string('a', 61)}", out _, out _));
        Assert.True(DomainName.TryParse($"{label}.{label}.{label}.{new string('a', 61)}.", out _, out _));
        Assert.False(DomainName.TryParse($"{label}.{label}.{label}.{new string('a', 62)}", out _, out _));
        Assert.False(DomainName.TryParse($"{label}a.net", out _, out _));
    }

    [Theory]
    [InlineData("example.com", "RFC 6761")]
    [InlineData("a.b.example.org", "RFC 6761")]
    [InlineData("printer.local", "RFC 6762")]
    [InlineData("1.0.0.10.in-addr.arpa", "RFC 3172")]
    [InlineData("ip-10-0-0-1.eu-west-1.compute.internal", "ICANN 2024.07.29.06")]
    [InlineData("duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion", "RFC 7686")]
    [InlineData("notexample.com", null)]
    [InlineData("example.com.evil.net", null)]
    [InlineData("example.co", null)]
    public void Is_special_by_the_registry_of_RFC_6761(string text, string? rfc)
    {
        Assert.True(DomainName.TryParse(text, out var domain, out _));
        Assert.Equal(rfc, SpecialNames.Find(domain)?.Rfc);
    }
}
