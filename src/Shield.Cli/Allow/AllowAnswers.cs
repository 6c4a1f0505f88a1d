namespace Shield.Cli.Allow;

/// <summary>One entry of the allowlist, for <c>allow list</c>.</summary>
/// <param name="Source"><c>act</c>, or <c>settings</c> for NeverBlock:Ranges and NeverBlock:Names.</param>
public sealed record AllowRow(string Indicator, string Source, string? Who, string? Why, DateTimeOffset? At)
{
    /// <summary>When it ends by itself; null for never.</summary>
    public DateTimeOffset? Until { get; init; }
}
