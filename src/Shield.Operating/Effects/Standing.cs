using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;

namespace Shield.Operating.Effects;

/// <summary>How one party stands, as far as it was looked at.</summary>
/// <param name="Name">What it is called in a sentence: an address, a name, or "X lies inside Y, which".</param>
/// <param name="Reason">Why, as a code: of a pending one what it waits for.</param>
public sealed record Standing(string Name, Verdict Verdict, Directions Directions, EntryState State, string? Reason)
{
    /// <summary>Exclusion mode: through which rules it still gets.</summary>
    public ImmutableArray<string> LetIn { get; init; } = [];

    /// <summary>An entry of somebody else denies it.</summary>
    public bool IsDenied { get; init; }
}
