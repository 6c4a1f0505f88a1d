using Shield.Core.Indicators;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>Names, sorted: a million cost their text and no more.</summary>
public sealed class NameSet
{
    public static readonly NameSet Empty = Of([], coversSubdomains: false);

    private readonly string[] _names;
    private readonly bool _coversSubdomains;

    private NameSet(string[] names, bool coversSubdomains) => (_names, _coversSubdomains) = (names, coversSubdomains);

    public int Count => _names.Length;

    /// <param name="names">In any order, with repetitions.</param>
    /// <param name="coversSubdomains">Whether a name stands for all below it. One of the most asked names does not: amazonaws.com is
    /// everybody's.</param>
    public static NameSet Of(IEnumerable<DomainName> names, bool coversSubdomains)
    {
        string[] sorted = [.. names.Select(name => name.Text).Distinct()];
        Array.Sort(sorted, StringComparer.Ordinal);
        return new NameSet(sorted, coversSubdomains);
    }

    /// <summary>The name of the set that covers the domain; null where none does.</summary>
    public string? Find(DomainName domain)
    {
        var name = domain.Text;
        while (name.Length > 0)
        {
            if (Array.BinarySearch(_names, name, StringComparer.Ordinal) >= 0)
            {
                return name;
            }

            var dot = name.IndexOf('.', StringComparison.Ordinal);
            name = _coversSubdomains && dot >= 0 ? name[(dot + 1)..] : "";
        }

        return null;
    }

    public IEnumerable<string> Except(NameSet other) => _names.Except(other._names, StringComparer.Ordinal);
}
