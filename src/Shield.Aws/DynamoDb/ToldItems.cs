using System.Collections.Immutable;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>What was told, an item a channel.</summary>
internal sealed class ToldItems(LedgerTable table, LedgerKeys keys)
{
    public async Task<ImmutableArray<ToldNote>> ReadAsync(CancellationToken cancellationToken)
    {
        var notes = ImmutableArray.CreateBuilder<ToldNote>();
        await foreach (var item in table.QueryAsync(keys.Told, SortRange.StartingWith(LedgerKeys.ToldPrefix), cancellationToken))
        {
            notes.Add(table.Read(item, told => new ToldNote(told.Text("sk")[LedgerKeys.ToldPrefix.Length..], told.Text("json"))));
        }

        return notes.ToImmutable();
    }

    public async Task<bool> ReplaceAsync(ToldNote note, string? seen, CancellationToken cancellationToken)
    {
        var item = keys.OfTold(note.Channel).ToItem();
        item["json"] = note.Content.ToAttribute();
        return (await table.PutAsync(item, seen, cancellationToken)).IsPut;
    }
}
