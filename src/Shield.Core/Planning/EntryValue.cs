using Shield.Core.Addresses;

namespace Shield.Core.Planning;

/// <summary>What of an entry takes part in a comparison: not its spelling, nor its description but for whose it says that it is.</summary>
internal readonly record struct EntryValue(AddressRange Range, bool IsExclusion, bool IsOurs)
{
    public string Text => IsExclusion ? $"!{Range}" : Range.ToString();

    public static HashSet<EntryValue> Of(IEnumerable<ListEntry> entries, string owner) =>
        [.. entries.Select(entry => new EntryValue(entry.Range, entry.IsExclusion, entry.IsOurs(owner) || entry.IsSentinel(owner)))];
}
