using Shield.Core.Addresses;

namespace Shield.Core.Planning;

/// <summary>What of an entry takes part in a comparison.</summary>
public readonly record struct EntryValue(AddressRange Range, bool IsExclusion)
{
    public string Text => IsExclusion ? $"!{Range}" : Range.ToString();
}
