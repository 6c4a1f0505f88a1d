using System.Collections.Immutable;

namespace Shield.Cli.Effects;

/// <summary>How one party stands, as far as it was looked at.</summary>
/// <param name="Reason">Why, as a code: of a pending one what it waits for.</param>
public sealed record Standing(string Indicator, string? Verdict, string? Direction, string State, string? Reason)
{
    /// <summary>Exclusion mode: through which rules it still gets.</summary>
    public ImmutableArray<string> LetIn { get; init; } = [];

    /// <summary>An entry of somebody else denies it.</summary>
    public bool IsDenied { get; init; }
}
