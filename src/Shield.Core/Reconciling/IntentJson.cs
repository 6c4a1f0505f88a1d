using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// An intent as history keeps it. Additions and ends are written without a sign, everything else with one (<c>+203.0.113.9</c>). Records
/// are hashed as text, so this format stays: the next reconcile must read what any earlier version wrote.
/// </summary>
internal static class IntentJson
{
    private const string ForeignWhy = "foreign";

    public static string Write(Intent intent) =>
        JsonSerializer.Serialize(
            new Wire
            {
                Fingerprint = intent.Fingerprint,
                Trigger = intent.Trigger,
                Add = [.. intent.Add.Select(one => new EntryJson(one.Change.List.ToWord(), one.Change.EntryText, one.Why))],
                End = [.. intent.End.Select(one => new EntryJson(one.Change.List.ToWord(), one.Change.EntryText, one.Why))],
                Carried = [.. intent.Carried.Select(one => new EntryJson(one.Change.List.ToWord(), one.Change.ToString(), one.Why))],
                TakesAlong =
                [
                    .. from list in intent.TakesAlong
                    from word in list.Edits.Words
                    select new EntryJson(list.List.ToWord(), word, ForeignWhy),
                ],
                VersionsLeft = intent.VersionsLeft,
                Acts = intent.Acts,
            },
            HistoryJson.Default.IntentWire
        );

    public static Intent Read(HistoryRecord record)
    {
        var wire = WireOf(record);
        return new Intent
        {
            Fingerprint = wire.Fingerprint,
            Trigger = wire.Trigger,
            Add = [.. wire.Add.Select(entry => new IntendedChange(Change(entry, entry.Entry, isStart: true, record), entry.Why))],
            End = [.. wire.End.Select(entry => new IntendedChange(Change(entry, entry.Entry, isStart: false, record), entry.Why))],
            Carried = [.. wire.Carried.Select(entry => new IntendedChange(Signed(entry, isOurs: true, record), entry.Why))],
            TakesAlong =
            [
                .. from entry in wire.TakesAlong
                group entry by ListOf(entry.List, record) into list
                select (
                    list.Key,
                    new ForeignEdits(
                        [.. list.Where(entry => FieldOf(entry) is null).Select(entry => Signed(entry, isOurs: false, record))],
                        [.. list.Select(FieldOf).OfType<ListField>()]
                    )
                ),
            ],
            VersionsLeft = wire.VersionsLeft,
            Acts = wire.Acts,
        };
    }

    /// <summary>What a whole tail of history is asked for each time that it is read: no entry is parsed for it.</summary>
    public static IntentSummary ReadSummary(HistoryRecord record)
    {
        var wire = WireOf(record);
        return new IntentSummary(wire.Add.Length, wire.VersionsLeft, wire.Acts);
    }

    /// <summary>The list that history names by that word.</summary>
    public static ListPurpose ListOf(string word, HistoryRecord record) =>
        ListPurposes.Find(word) ?? throw Unreadable(record, $"'{word}' is no list");

    public static Indicator IndicatorOf(string text, HistoryRecord record) =>
        Indicator.TryParse(text, out var indicator, out var error) ? indicator : throw Unreadable(record, error);

    private static Wire WireOf(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.IntentWire) ?? throw Unreadable(record, "it is empty");

    private static ListField? FieldOf(EntryJson entry) =>
        entry.Entry switch
        {
            "name" => ListField.Name,
            "description" => ListField.Description,
            _ => null,
        };

    private static EntryChange Signed(EntryJson entry, bool isOurs, HistoryRecord record) =>
        entry.Entry switch
        {
            ['+', '!', .. var text] => Change(entry, text, isStart: true, record) with { IsOurs = isOurs, LetsThrough = true },
            ['-', '!', .. var text] => Change(entry, text, isStart: false, record) with { IsOurs = isOurs, LetsThrough = true },
            ['+', .. var text] => Change(entry, text, isStart: true, record) with { IsOurs = isOurs },
            ['-', .. var text] => Change(entry, text, isStart: false, record) with { IsOurs = isOurs },
            var text => throw Unreadable(record, $"'{text}' has no sign"),
        };

    private static EntryChange Change(EntryJson entry, string text, bool isStart, HistoryRecord record) =>
        new(ListOf(entry.List, record), IndicatorOf(text, record), isStart);

    private static LedgerException Unreadable(HistoryRecord record, string why) =>
        new($"history record {record.Sequence} is no {record.Kind} that this version can read: {why}");

    internal sealed record EntryJson(string List, string Entry, string Why);

    internal sealed record Wire
    {
        public required string Fingerprint { get; init; }

        public required string Trigger { get; init; }

        public required ImmutableArray<EntryJson> Add { get; init; }

        public required ImmutableArray<EntryJson> End { get; init; }

        public required ImmutableArray<EntryJson> Carried { get; init; }

        public required ImmutableArray<EntryJson> TakesAlong { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? VersionsLeft { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ActChainHead? Acts { get; init; }
    }
}
