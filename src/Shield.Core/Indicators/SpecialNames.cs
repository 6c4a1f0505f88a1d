using System.Collections.Immutable;

namespace Shield.Core.Indicators;

/// <summary>A name that is nobody's, with all names below it.</summary>
public sealed record SpecialName(string Text, string Rfc);

/// <summary>
/// IANA's registry of special-use domain names (RFC 6761): no attacker has one, and some are how our own hosts find each other.
/// </summary>
public static class SpecialNames
{
    public static ImmutableArray<SpecialName> All { get; } =
    [
        new("alt", "RFC 9476"),
        // Reverse look-ups, home.arpa, ipv4only.arpa, resolver.arpa and the like: infrastructure as a whole.
        new("arpa", "RFC 3172"),
        new("example", "RFC 6761"),
        new("example.com", "RFC 6761"),
        new("example.net", "RFC 6761"),
        new("example.org", "RFC 6761"),
        // Reserved for private use by ICANN's board in 2024; EC2's own host names end so.
        new("internal", "ICANN 2024.07.29.06"),
        new("invalid", "RFC 6761"),
        new("local", "RFC 6762"),
        new("localhost", "RFC 6761"),
        new("onion", "RFC 7686"),
        new("test", "RFC 6761"),
    ];

    /// <returns>The special name that this one is or stands below; null for an ordinary one.</returns>
    public static SpecialName? Find(DomainName domain) =>
        All.FirstOrDefault(special => domain.Text == special.Text || domain.Text.EndsWith('.' + special.Text, StringComparison.Ordinal));
}
