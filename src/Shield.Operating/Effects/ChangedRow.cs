using System.Collections.Immutable;
using Shield.Core.Reconciling;

namespace Shield.Operating.Effects;

/// <summary>Blocks that a reconcile made active, listed or ended.</summary>
/// <param name="Count">Of all of them.</param>
/// <param name="Indicators">The first <see cref="Most"/>.</param>
public sealed record ChangedRow(int Count, ImmutableArray<string> Indicators)
{
    public const int Most = 20;

    /// <summary>Null for none.</summary>
    public static ChangedRow? Of(ChangedBlocks? changed) =>
        changed is { Count: > 0 } ? new ChangedRow(changed.Count, [.. changed.Names.Take(Most)]) : null;
}
