using Shield.Core.Indicators;

namespace Shield.Core.Decisions;

/// <summary>A name that is never blocked.</summary>
/// <param name="Name">The name.</param>
/// <param name="CoversSubdomains">Whether every name below it is protected too.</param>
/// <param name="Detail">For people: whose it is.</param>
public sealed record ProtectedName(DomainName Name, bool CoversSubdomains, string Detail);

/// <summary>
/// The names that one tier of never-block protects. A question costs a look-up for each label of the name asked about, however many names
/// there are.
/// </summary>
public sealed class NameCover
{
    public static readonly NameCover None = new([]);

    private readonly Dictionary<string, ProtectedName> _names = new(StringComparer.Ordinal);

    // Each name backwards, sorted: the names with a given end are neighbours.
    private readonly string[] _backwards;

    private NameCover(IEnumerable<ProtectedName> names)
    {
        foreach (var name in names)
        {
            var text = name.Name.Text;
            if (!_names.TryGetValue(text, out var known) || (name.CoversSubdomains && !known.CoversSubdomains))
            {
                _names[text] = name;
            }
        }

        _backwards = [.. _names.Keys.Select(Backwards).Order(StringComparer.Ordinal)];
    }

    public int Count => _names.Count;

    public static NameCover Of(IEnumerable<ProtectedName> names) => new(names);

    /// <summary>The protected name that blocking this one would touch; null where there is none.</summary>
    /// <param name="domain">A name, or a pattern of an IP list with <c>*</c>, which stands for any text: <c>*.com</c> touches everything
    /// that ends so.</param>
    public ProtectedName? Find(DomainName domain) =>
        domain.Text.Contains('*', StringComparison.Ordinal) ? FindPattern(domain) : FindName(domain.Text.ToLowerInvariant());

    private ProtectedName? FindName(string text)
    {
        var isWhole = true;
        while (true)
        {
            if (_names.TryGetValue(text, out var found) && (isWhole || found.CoversSubdomains))
            {
                return found;
            }

            var dot = text.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return null;
            }

            (text, isWhole) = (text[(dot + 1)..], false);
        }
    }

    private ProtectedName? FindPattern(DomainName pattern)
    {
        var tail = pattern.Text[(pattern.Text.LastIndexOf('*') + 1)..].ToLowerInvariant();

        // The pattern stands below a protected name.
        if (
            tail.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0
            && FindName("x." + tail[(dot + 1)..]) is { CoversSubdomains: true } around
        )
        {
            return around;
        }

        // A protected name ends as the pattern does. Of one with all names below it, some name always fits the rest of the pattern.
        var end = Backwards(tail);
        var at = Array.BinarySearch(_backwards, end, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < _backwards.Length && _backwards[at].StartsWith(end, StringComparison.Ordinal); at++)
        {
            var name = _names[Backwards(_backwards[at])];
            if (name.CoversSubdomains || pattern.TakesIn(name.Name))
            {
                return name;
            }
        }

        return null;
    }

    private static string Backwards(string text)
    {
        var letters = text.ToCharArray();
        Array.Reverse(letters);
        return new string(letters);
    }
}
