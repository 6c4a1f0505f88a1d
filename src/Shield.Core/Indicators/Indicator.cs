using System.Diagnostics.CodeAnalysis;

namespace Shield.Core.Indicators;

/// <summary>An address range or a domain that could be blocked: canonical, and always the remote side.</summary>
/// <remarks><c>default</c> is no indicator and throws when it is read, as a <c>default(AddressRange)</c> does.</remarks>
public readonly record struct Indicator : IComparable<Indicator>
{
    private readonly AddressRange _range;
    private readonly DomainName? _domain;

    public Indicator(AddressRange range)
    {
        _ = range.Family;
        (_range, _domain) = (range, null);
    }

    public Indicator(DomainName domain) => (_range, _domain) = (default, domain);

    public bool IsDomain => _domain is not null;

    /// <exception cref="InvalidOperationException">The indicator is a domain: ask <see cref="IsDomain"/> first.</exception>
    public AddressRange Range => _domain is null ? _range : throw new InvalidOperationException($"{_domain} is a domain, no address");

    public DomainName? Domain => _domain;

    /// <summary>What has an address's look is judged as an address, so that a mistyped one is named and not taken for a name.</summary>
    public static bool TryParse(string? text, out Indicator indicator, [NotNullWhen(false)] out string? error)
    {
        indicator = default;
        if (AddressRange.TryParse(text, out var range, out error))
        {
            indicator = new Indicator(range);
            return true;
        }

        if (!LooksLikeAName(text) || !DomainName.TryParse(text, out var domain, out error))
        {
            return false;
        }

        indicator = new Indicator(domain);
        return true;
    }

    /// <exception cref="FormatException">For text that <see cref="TryParse"/> refuses. For literals and for what this program wrote
    /// itself.</exception>
    public static Indicator Parse(string text) =>
        TryParse(text, out var indicator, out var error) ? indicator : throw new FormatException(error);

    /// <summary>True where blocking this one touches <paramref name="other"/> as a whole.</summary>
    public bool Covers(Indicator other) =>
        (IsDomain, other.IsDomain) switch
        {
            (false, false) => _range.Covers(other._range),
            (true, true) => _domain == other._domain,
            _ => false,
        };

    /// <summary>True where the two have something in common.</summary>
    public bool Overlaps(Indicator other) =>
        (IsDomain, other.IsDomain) switch
        {
            (false, false) => _range.Overlaps(other._range),
            (true, true) => _domain == other._domain,
            _ => false,
        };

    /// <summary>Addresses before domains, each in its own order.</summary>
    public int CompareTo(Indicator other) =>
        (IsDomain, other.IsDomain) switch
        {
            (false, false) => _range.CompareTo(other._range),
            (true, true) => string.CompareOrdinal(_domain!.Text, other._domain!.Text),
            (var mine, _) => mine ? 1 : -1,
        };

    public override string ToString() => _domain?.Text ?? _range.ToString();

    private static bool LooksLikeAName(string? text) =>
        text is not null && !text.Contains(':') && !text.Contains('/') && text.AsSpan().ContainsAnyInRange('A', 'z');
}
