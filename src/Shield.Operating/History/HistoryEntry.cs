using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;

namespace Shield.Operating.History;

/// <summary>An entry that an event was about.</summary>
/// <param name="Text">The party; with a sign where it was carried or taken along, <c>+203.0.113.9</c>.</param>
/// <param name="Why">The reason or the cause; of a refusal the PCE's words.</param>
public sealed record HistoryEntry(EntryFate Fate, ListPurpose List, string Text, string? Why)
{
    public static IEnumerable<HistoryEntry> Of(HistoryEvent happened) =>
        happened switch
        {
            ReconcileEvent { Intent: var intent } =>
            [
                .. intent.Add.Select(one => Of(EntryFate.Added, one, one.Change.EntryText)),
                .. intent.End.Select(one => Of(EntryFate.Ended, one, one.Change.EntryText)),
                .. intent.Carried.Select(one => Of(EntryFate.Carried, one, one.Change.ToString())),
                .. intent.TakesAlong.SelectMany(list =>
                    list.Edits.Words.Select(word => new HistoryEntry(EntryFate.TakenAlong, list.List, word, null))
                ),
            ],
            RefusalEvent { Refusal: var refusal } => refusal
                .Rejected.Concat(refusal.Unsearched ?? [])
                .Select(one => new HistoryEntry(EntryFate.Refused, one.List, one.Entry.ToString(), one.Why)),
            _ => [],
        };

    private static HistoryEntry Of(EntryFate fate, IntendedChange one, string text) => new(fate, one.Change.List, text, one.Why);
}

/// <summary>What became of an entry.</summary>
public enum EntryFate
{
    Added,
    Ended,

    /// <summary>An earlier draft of ours held it already.</summary>
    Carried,

    /// <summary>Somebody else's edit, which was provisioned with ours.</summary>
    TakenAlong,

    /// <summary>By the PCE.</summary>
    Refused,
}
