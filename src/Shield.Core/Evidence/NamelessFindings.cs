using System.Collections.Immutable;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;

namespace Shield.Core.Evidence;

/// <summary>
/// Findings whose type names a party, and in which none was read: they were written in a way that Shield does not know, or whoever passed
/// them on left the party out. They are accepted and leave nobody to be blocked or held, so they are counted aloud.
/// </summary>
public sealed class NamelessFindings
{
    // More types are not told apart. A new kind of attack sequence counts as a type too, so a hostile input could name millions.
    private const int MostTypes = 1_000;

    private readonly Dictionary<string, int> _byType = new(StringComparer.Ordinal);

    public int Findings { get; private set; }

    public ImmutableSortedDictionary<string, int> ByType => _byType.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public void Count(Finding finding)
    {
        if (!IsNameless(finding))
        {
            return;
        }

        Findings++;
        if (_byType.TryGetValue(finding.Type, out var count) || _byType.Count < MostTypes)
        {
            _byType[finding.Type] = count + 1;
        }
    }

    /// <summary>A sample has a placeholder for a name, and AWS itself as the caller is nobody.</summary>
    private static bool IsNameless(Finding finding) =>
        finding is { Remotes: [], IsSample: false, IsAboutAwsItself: false } && TypeTable.Find(finding.Type).NamesAParty;
}
