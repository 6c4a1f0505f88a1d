namespace Shield.Cli.Output;

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
