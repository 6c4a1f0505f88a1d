using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>One entry that one list gains or loses. Its spelling and the rest of its description are no difference.</summary>
/// <param name="List">Which list.</param>
/// <param name="Entry">The address range or the domain.</param>
/// <param name="IsStart">True where the list gains the entry, false where it loses it.</param>
/// <param name="IsOurs">The entry has our mark, or is what a list of ours always holds.</param>
/// <param name="LetsThrough">The entry undoes what the others of its list do, such as an exclusion on a deny list. Never one of
/// ours.</param>
public readonly record struct EntryChange(ListPurpose List, Indicator Entry, bool IsStart, bool IsOurs = true, bool LetsThrough = false)
{
    /// <summary>
    /// For people and for history: <c>+203.0.113.9</c>, <c>-203.0.113.9</c>; <c>+!203.0.113.9</c> for one that lets through.
    /// </summary>
    public override string ToString() => $"{(IsStart ? '+' : '-')}{EntryText}";

    /// <summary>The same without the sign.</summary>
    public string EntryText => LetsThrough ? $"!{Entry}" : Entry.ToString();

    public static EntryChange Of(Addition addition) => new(addition.List, addition.Entry, IsStart: true);

    /// <summary>What <paramref name="after"/> gains and loses, measured against <paramref name="before"/>.</summary>
    /// <param name="mark">Of the list whose versions they are.</param>
    /// <param name="before">Its entries in one version.</param>
    /// <param name="after">Its entries in another.</param>
    public static IEnumerable<EntryChange> Between(ListMark mark, IEnumerable<ListEntry> before, IEnumerable<ListEntry> after)
    {
        var (earlier, later) = (Starts(mark, before), Starts(mark, after));
        return later.Except(earlier).Concat(earlier.Except(later).Select(change => change with { IsStart = false }));
    }

    private static HashSet<EntryChange> Starts(ListMark mark, IEnumerable<ListEntry> entries) =>
        [
            .. from entry in entries
            let isFixture = mark.IsFixture(entry)
            let isOurs = isFixture || mark.IsOurs(entry)
            select new EntryChange(mark.Purpose, entry.What, IsStart: true, isOurs, LetsThrough: !isFixture && !mark.Blocks(entry)),
        ];
}

/// <summary>What somebody can change of a list besides its entries.</summary>
public enum ListField
{
    Name,
    Description,
}

/// <summary>What somebody else changed in the draft of a list of ours and did not provision.</summary>
public sealed record ForeignEdits(ImmutableArray<EntryChange> Entries, ImmutableArray<ListField> Fields)
{
    public static readonly ForeignEdits None = new([], []);

    public bool IsEmpty => Entries.IsEmpty && Fields.IsEmpty;

    /// <summary>For people and for history: <c>+203.0.113.9</c>, <c>name</c>.</summary>
    public IEnumerable<string> Words =>
        Entries.Select(change => change.ToString()).Concat(Fields.Select(edited => edited is ListField.Name ? "name" : "description"));
}
