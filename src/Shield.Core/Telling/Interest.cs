using System.Collections.Immutable;

namespace Shield.Core.Telling;

/// <summary>Which news a channel wants. What a news does not say keeps it from nobody: rather one too many than one lost.</summary>
public sealed record Interest
{
    public static readonly Interest All = new();

    public ImmutableArray<NewsKind> Kinds { get; init; } = NewsKinds.All;

    /// <summary>0 to 10.</summary>
    public double MinimumSeverity { get; init; }

    /// <summary>AWS accounts; empty for all.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    public bool Wants(News news) =>
        Kinds.Contains(news.Kind)
        && !(news.Severity < MinimumSeverity)
        && (Accounts.IsEmpty || news.Accounts.IsEmpty || news.Accounts.Any(Accounts.Contains));
}
