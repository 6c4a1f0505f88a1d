using System.Collections.Immutable;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;

namespace Shield.Core.Evidence;

/// <summary>
/// Findings of types that the table does not know: AWS has a new one, and somebody should look at it. Their parties are held with
/// <c>unknown-type</c>; a finding that names nobody leaves no party to be held, and would go by unseen.
/// </summary>
public sealed class UnknownTypes
{
    /// <summary>More types are not told apart: a type is what the input says, and a hostile one could name millions.</summary>
    private const int MostTypes = 1_000;

    /// <summary>Of the types, in the answer.</summary>
    private const int MostListed = 20;

    // Without case, as the table compares them. Of several spellings the first is shown.
    private readonly Dictionary<string, int> _byType = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All findings of such types.</summary>
    public int Findings { get; private set; }

    /// <summary>The most frequent first.</summary>
    public ImmutableArray<UnknownType> Listed =>
        [
            .. _byType
                .Select(type => new UnknownType(type.Key, type.Value))
                .OrderByDescending(type => type.Findings)
                .ThenBy(type => type.Name, StringComparer.Ordinal)
                .Take(MostListed),
        ];

    public void Count(Finding finding)
    {
        if (TypeTable.Find(finding.Type).IsKnown)
        {
            return;
        }

        Findings++;
        if (_byType.TryGetValue(finding.Type, out var count) || _byType.Count < MostTypes)
        {
            _byType[finding.Type] = count + 1;
        }
    }
}

/// <param name="Name">From the input: data, and nothing to print as it is.</param>
public sealed record UnknownType(string Name, int Findings);
