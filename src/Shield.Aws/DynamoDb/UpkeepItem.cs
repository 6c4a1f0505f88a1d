using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>How far the upkeep has come, beside the lease.</summary>
internal sealed class UpkeepItem(LedgerTable table, LedgerKeys keys)
{
    public async Task<UpkeepNote?> ReadAsync(CancellationToken cancellationToken) =>
        await table.GetAsync(keys.Upkeep, cancellationToken) is { } item
            ? table.Read(item, noted => LedgerJson.Read(noted.Text("json"), LedgerJson.Terse.UpkeepNote))
            : null;

    public async Task ReplaceAsync(UpkeepNote note, CancellationToken cancellationToken)
    {
        var item = keys.Upkeep.ToItem();
        item["json"] = LedgerJson.Write(note, LedgerJson.Terse.UpkeepNote).ToAttribute();
        var (isPut, seen) = (false, await table.GetAsync(keys.Upkeep, cancellationToken));
        while (!isPut)
        {
            (isPut, seen) = await table.PutAsync(item, seen?.Text("json"), cancellationToken);
        }
    }
}
