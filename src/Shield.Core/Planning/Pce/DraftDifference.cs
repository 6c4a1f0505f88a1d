using System.Collections.Immutable;

namespace Shield.Core.Planning.Pce;

/// <summary>How a list's draft differs from its active version, and whose each difference is (<see cref="Ownership"/>).</summary>
/// <param name="Ours">Ours to provision.</param>
/// <param name="Foreign">Somebody else's.</param>
internal sealed record DraftDifference(ImmutableArray<EntryChange> Ours, ForeignEdits Foreign)
{
    public static DraftDifference Of(ListPair pair, Ownership ownership)
    {
        if (pair.Active is not { } active)
        {
            return new DraftDifference([], ForeignEdits.None);
        }

        var changes = EntryChange.Between(pair.Draft.Mark, active.Entries, pair.Draft.Entries).ToLookup(ownership.IsOurs);
        return new DraftDifference([.. changes[true]], new ForeignEdits([.. changes[false]], [.. FieldsOf(pair.Draft, active)]));
    }

    // The pause flag lives in the draft description and is ours.
    private static IEnumerable<ListField> FieldsOf(PceList draft, PceList active)
    {
        if (draft.Name != active.Name)
        {
            yield return ListField.Name;
        }

        if (
            draft.Description != active.Description
            && PauseFlag.Read(draft.Description) is null
            && PauseFlag.Read(active.Description) is null
        )
        {
            yield return ListField.Description;
        }
    }
}
