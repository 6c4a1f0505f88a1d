using System.Collections.Immutable;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>A file of soft never-block that the operator named: <c>NeverBlock:Files</c>.</summary>
public sealed record SoftFile
{
    /// <summary>What the operator calls it; shown wherever the list decides something.</summary>
    public required string Name { get; init; }

    public required string Path { get; init; }

    public required SoftFormat Format { get; init; }

    /// <summary>Null only of Amazon's file, whose services tell: what is in <c>EC2</c> is rentable, all else a front door.</summary>
    public required SoftKind? Kind { get; init; }

    /// <summary>Of Amazon's file, the services that are of <see cref="Kind"/>; empty: all.</summary>
    public ImmutableArray<string> Services { get; init; } = [];
}
