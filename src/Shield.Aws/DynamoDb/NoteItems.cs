using System.Collections.Immutable;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>Notes, a partition a kind and an item a name.</summary>
internal sealed class NoteItems(LedgerTable table, LedgerKeys keys)
{
    public async Task<ImmutableArray<Note>> ReadAsync(NoteKind kind, CancellationToken cancellationToken)
    {
        var notes = ImmutableArray.CreateBuilder<Note>();
        var (partition, prefix) = keys.NotesOf(kind);
        await foreach (var item in table.QueryAsync(partition, SortRange.StartingWith(prefix), cancellationToken))
        {
            notes.Add(table.Read(item, note => new Note(note.Text("sk")[prefix.Length..], note.Text("json"))));
        }

        return notes.ToImmutable();
    }

    public async Task<bool> ReplaceAsync(NoteKind kind, Note note, string? seen, CancellationToken cancellationToken)
    {
        var (partition, prefix) = keys.NotesOf(kind);
        var item = new ItemKey(partition, prefix + note.Name).ToItem();
        item["json"] = note.Content.ToAttribute();
        return (await table.PutAsync(item, seen, cancellationToken)).IsPut;
    }
}
