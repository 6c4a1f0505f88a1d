using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Which form the table's ledger has, in an item of its own. Each process asks before its first request; whoever takes the lease or records
/// an act notes it.
/// </summary>
/// <param name="table">That asks nobody before its requests: this is who would be asked.</param>
internal sealed class SchemaItem(LedgerTable table, LedgerKeys keys)
{
    /// <summary>
    /// 1.0 is what 0.1 wrote, without a note. 1.1 has this item and the set that was kept back, 1.2 what is at rest, 1.3 what
    /// was told, 1.4 notes of feeds, 1.5 of traffic. What is added outside the partitions of evidence and acts can be left alone by an
    /// older version, so it raises the minor number; anything else the major one.
    /// </summary>
    public static readonly SchemaVersion Current = new(1, 5);

    private static readonly SchemaVersion Unnoted = new(1, 0);

    private Task? _check;
    private bool _isNoted;

    /// <summary>Once for all requests of the process, also for those that are made at the same moment.</summary>
    /// <exception cref="LedgerException">Only a newer Shield can read this ledger.</exception>
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        if (_check is null or { IsFaulted: true })
        {
            // Whoever asked first may give up; the others do not.
            _check = CheckOnceAsync();
        }

        return _check.WaitAsync(cancellationToken);
    }

    /// <summary>Notes our version where the ledger has an older one; a later minor version stays.</summary>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        while (!_isNoted)
        {
            var (version, seen) = await ReadAsync(cancellationToken);
            var item = keys.Schema.ToItem();
            item["json"] = LedgerJson.Write(SchemaJson.Of(Current), LedgerJson.Terse.SchemaJson).ToAttribute();
            _isNoted = !version.IsOlderThan(Current) || (await table.PutAsync(item, seen, cancellationToken)).IsPut;
        }
    }

    private async Task CheckOnceAsync()
    {
        var (version, _) = await ReadAsync(CancellationToken.None);
        _isNoted = !version.IsOlderThan(Current);
    }

    private async Task<(SchemaVersion Version, string? Seen)> ReadAsync(CancellationToken cancellationToken)
    {
        var item = await table.GetAsync(keys.Schema, cancellationToken);
        var seen = item is null ? null : table.Read(item, noted => noted.Text("json"));
        var version = item is null ? Unnoted : table.Read(item, _ => LedgerJson.Read(seen!, LedgerJson.Terse.SchemaJson).ToVersion());
        return version.IsReadableBy(Current) ? (version, seen) : throw new LedgerException(version.WhyRefused(table.Ledger, Current));
    }
}
