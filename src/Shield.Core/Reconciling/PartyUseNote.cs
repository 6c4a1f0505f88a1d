using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// What the PCE's traffic told of parties that would newly be blocked, as the ledger keeps it: so that every command shows why one waits,
/// and nobody is asked about again at each reconcile.
/// </summary>
/// <param name="Uses">What was told.</param>
/// <param name="Content">As it stands in the ledger; null: nothing yet.</param>
public sealed record PartyUseNote(PartyUses Uses, string? Content)
{
    public static readonly PartyUseNote None = new(PartyUses.None, null);

    /// <summary>The name of the one note of its kind.</summary>
    private const string Name = "uses";

    /// <summary>Those that wait for a person or for room. A note holds at most 300,000 characters.</summary>
    private const int MostParties = 1_500;

    private const int LongestWhy = 100;

    /// <exception cref="LedgerException">The ledger cannot be read, or the note is none of ours.</exception>
    public static async Task<PartyUseNote> ReadAsync(ILedgerReader ledger, CancellationToken cancellationToken)
    {
        var notes = await ledger.ReadNotesAsync(NoteKind.Traffic, cancellationToken);
        return notes.FirstOrDefault(note => note.Name is Name) is { } note ? new PartyUseNote(Read(note.Content), note.Content) : None;
    }

    /// <summary>
    /// In the place of what the ledger holds. Where somebody noted meanwhile, nothing is written, and the next reconcile asks again.
    /// </summary>
    public async Task ReplaceAsync(ILedger ledger, PartyUses uses, CancellationToken cancellationToken)
    {
        var text = Write(uses);
        if (text != (Content ?? Write(PartyUses.None)))
        {
            await ledger.ReplaceNoteAsync(NoteKind.Traffic, new Note(Name, text), Content, cancellationToken);
        }
    }

    private static string Write(PartyUses uses) =>
        JsonSerializer.Serialize(
            [
                .. uses
                    .ByParty.OrderBy(use => use.Value.NotKnown is not null)
                    .ThenBy(use => use.Key)
                    .Take(MostParties)
                    .Select(use => new Wire
                    {
                        Party = use.Key.ToString(),
                        At = use.Value.At,
                        Workloads = use.Value.Workloads,
                        AtLeast = use.Value.IsAtLeast,
                        NotKnown = use.Value.NotKnown is { Length: > LongestWhy } why ? $"{why[..LongestWhy]}…" : use.Value.NotKnown,
                    }),
            ],
            HistoryJson.Default.PartyUseWireArray
        );

    private static PartyUses Read(string content)
    {
        try
        {
            return new PartyUses
            {
                ByParty = (JsonSerializer.Deserialize(content, HistoryJson.Default.PartyUseWireArray) ?? [])
                    .DistinctBy(use => use.Party)
                    .ToImmutableSortedDictionary(
                        use => Indicator.Parse(use.Party),
                        use => new PartyUse(use.At, use.Workloads) { IsAtLeast = use.AtLeast, NotKnown = use.NotKnown }
                    ),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new LedgerException("the ledger's note of the PCE's traffic cannot be read: it was edited, or damaged", exception);
        }
    }

    internal sealed record Wire
    {
        public required string Party { get; init; }

        public required DateTimeOffset At { get; init; }

        public required int Workloads { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool AtLeast { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? NotKnown { get; init; }
    }
}
