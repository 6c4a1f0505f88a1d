using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Reconciling;

namespace Shield.Core.Planning;

/// <summary>Whose a difference between draft and active is. What is to be done about it does not depend on this: only how long our additions wait for it, and whether it is named.</summary>
/// <param name="pair">The list.</param>
/// <param name="lastIntent">What we set out to do last; null where history is empty or lost.</param>
/// <param name="known">Entries with our mark of which the ledger knows the party.</param>
/// <param name="leaving">Entries with our mark that have a cause to go.</param>
internal sealed class Ownership(ListPair pair, Intent? lastIntent, HashSet<Indicator> known, HashSet<Indicator> leaving)
{
    private readonly HashSet<EntryValue> _fixtures = [.. pair.Draft.Mark.Fixtures.Select(fixture => EntryValue.Fixture(fixture.What))];

    /// <summary>In the draft, not active.</summary>
    public bool Starts(EntryValue value) =>
        _fixtures.Contains(value) || (value.IsOurs && (known.Contains(value.What) || (lastIntent?.Starts(pair.List, value.Text) ?? false)));

    /// <summary>Active, not in the draft.</summary>
    public bool Ends(EntryValue value) =>
        value.IsOurs && (leaving.Contains(value.What) || (lastIntent?.EndsEntry(pair.List, value.Text) ?? false));
}
