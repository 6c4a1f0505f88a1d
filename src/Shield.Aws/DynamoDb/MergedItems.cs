using System.Text;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// One kind of evidence of a batch: what the table holds of it, merged with what was told, and put back where that changed it.
/// </summary>
/// <remarks>
/// Each put has the condition that the table still holds the text that was read. Whoever loses that race gets the winner's text, merges
/// with it and tries again. What an item holds is therefore always Core's merge of everything that was confirmed of it, and that merge does
/// not care for order or repetition: not for two writers, and not for one whose put succeeded while its answer was lost. A number instead
/// of the text would not do: an item that was forgotten and came again would start counting anew, and an old number would fit a text that
/// its writer never saw.
/// </remarks>
internal sealed class MergedItems<T>(LedgerTable table, EvidenceKind<T> kind)
    where T : class
{
    /// <summary>
    /// Of each attempt that fails, another writer's succeeded: it takes as many writers at once, of one party of one finding, to fail.
    /// </summary>
    private const int Attempts = 50;

    /// <summary>The service's limit is 400 KB, keys and names included.</summary>
    public const int LongestText = 390 * 1024;

    private const int PutsAtOnce = 16;

    private readonly Dictionary<ItemKey, (string? Seen, T? Value)> _standing = [];
    private readonly Dictionary<ItemKey, T> _changed = [];

    /// <summary>Reads, merges and writes what stands by itself.</summary>
    public async Task RecordAsync(IReadOnlyList<T> told, CancellationToken cancellationToken)
    {
        var keys = told.Select(kind.KeyOf).ToHashSet();
        Add(keys, await table.GetAsync(keys, cancellationToken));
        foreach (var one in told)
        {
            Merge(one);
        }

        await WriteAsync(cancellationToken);
    }

    public void Add(IEnumerable<ItemKey> keys, IReadOnlyDictionary<ItemKey, Item> present)
    {
        foreach (var key in keys)
        {
            _standing[key] = Standing(present.GetValueOrDefault(key));
        }
    }

    public ItemKey KeyOf(T told) => kind.KeyOf(told);

    /// <returns>False where the table, or an earlier word of this batch, knew all of it.</returns>
    public bool Merge(T told)
    {
        var key = kind.KeyOf(told);
        var known = _changed.GetValueOrDefault(key) ?? _standing[key].Value;
        var merged = Merge(known, told);
        if (merged.Equals(known))
        {
            return false;
        }

        if (Encoding.UTF8.GetByteCount(kind.Write(merged)) > LongestText)
        {
            throw new LedgerException(
                $"what a finding says is longer than an item of the ledger's table may be ({LongestText >> 10} KiB), "
                    + $"at {key}: nothing was recorded"
            );
        }

        _changed[key] = merged;
        return true;
    }

    public Task WriteAsync(CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            _changed,
            new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken },
            async (change, cancel) => await PutAsync(change.Value, _standing[change.Key].Seen, cancel)
        );

    private async Task PutAsync(T merged, string? seen, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var (isPut, present) = await table.PutAsync(kind.ToItem(merged, kind.Write(merged)), seen, cancellationToken);
            var (text, theirs) = Standing(present);
            if (isPut || merged.Equals(theirs))
            {
                return;
            }

            (seen, merged) = (text, Merge(theirs, merged));
            if (merged.Equals(theirs))
            {
                return;
            }

            await table.PauseAsync(Math.Min(attempt, 4), cancellationToken);
        }

        throw new LedgerException(
            $"the ledger's item {kind.KeyOf(merged)} was changed by others {Attempts} times in a row: it is recorded when it is told again"
        );
    }

    private (string? Text, T? Value) Standing(Item? present) =>
        present is null ? (null, null) : table.Read(present, item => ((string?)item.Text("json"), (T?)kind.ReadItem(item)));

    private T Merge(T? known, T told) => known is null ? told : kind.Merge(known, told);
}
