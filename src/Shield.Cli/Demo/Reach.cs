using System.Collections.Immutable;

namespace Shield.Cli.Demo;

/// <summary>Who could come in before Shield did anything, and who can now.</summary>
public sealed record Reach(ImmutableArray<Way> Before, ImmutableArray<Way> After);
