using System.Collections.Immutable;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Deletes items that still hold what was seen. They are read first: how a text was written is known only to whoever wrote it, perhaps an
/// older version.
/// </summary>
internal sealed class ItemForgetting<T>(LedgerTable table, EvidenceKind<T> kind)
    where T : class
{
    private const int DeletesAtOnce = 16;

    /// <returns>How many were deleted.</returns>
    public async Task<int> RunAsync(ImmutableArray<T> seen, CancellationToken cancellationToken)
    {
        var present = await table.GetAsync(seen.Select(kind.KeyOf), cancellationToken);
        var forgotten = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = DeletesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            seen,
            options,
            async (one, cancel) =>
            {
                var key = kind.KeyOf(one);
                if (
                    present.TryGetValue(key, out var item)
                    && table.Read(item, kind.ReadItem).Equals(one)
                    && await table.DeleteAsync(key, item.Text("json"), cancel)
                )
                {
                    Interlocked.Increment(ref forgotten);
                }
            }
        );
        return forgotten;
    }
}
