using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Core.Planning;

/// <summary>What of an entry takes part in a comparison: not its spelling, nor its description but for whose it says that it is.</summary>
/// <param name="Blocks">False for an entry that lets through what the list's others keep out.</param>
internal readonly record struct EntryValue(Indicator What, bool Blocks, bool IsOurs)
{
    public string Text => Blocks ? What.ToString() : $"!{What}";

    public static HashSet<EntryValue> Of(IEnumerable<ListEntry> entries, ListMark mark) =>
        [.. entries.Select(entry => mark.IsFixture(entry) ? Fixture(entry.What) : new EntryValue(entry.What, mark.Blocks(entry), mark.IsOurs(entry)))];

    public static EntryValue Fixture(Indicator what) => new(what, Blocks: true, IsOurs: true);
}
