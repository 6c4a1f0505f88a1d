using System.Collections.Immutable;

namespace Shield.Operating.Reading;

/// <summary>One address that a name led to, with what is decided of it.</summary>
public sealed record ResolvedRow
{
    public required string Domain { get; init; }

    public required string Address { get; init; }

    /// <summary>The last time.</summary>
    public required DateTimeOffset ResolvedAt { get; init; }

    /// <summary>When the answer ceases to count; the name's own block may end earlier.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Of the address, outbound.</summary>
    public required string Verdict { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Where blocked names lead to.</summary>
/// <param name="Names">How many of them lead somewhere.</param>
/// <param name="Blocked">How many addresses of theirs are blocked, outbound.</param>
/// <param name="Refused">Those that are not: never blocked, or held. At most 1,000 of them.</param>
public sealed record ResolvedNamesRow(int Names, int Blocked, ImmutableArray<ResolvedRow> Refused);
