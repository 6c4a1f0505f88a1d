using System.Text.Json;

namespace Shield.Pce.Wire;

/// <summary>The serializer refuses null for a member that may not be null, but not for an array's item.</summary>
internal static class Items
{
    /// <exception cref="JsonException">An item is null.</exception>
    public static void MustBeThere(string member, object?[]? items)
    {
        if (items?.Contains(null) is true)
        {
            throw new JsonException($"null stands among the items of '{member}'.");
        }
    }

    /// <summary>
    /// A collection that shows one object twice is no whole reading of it: which of the two holds cannot be told (law 2).
    /// </summary>
    /// <returns>The href that stands twice; null where each stands once.</returns>
    public static string? Twice(IEnumerable<IHasHref> rows)
    {
        var seen = new HashSet<string>();
        return rows.FirstOrDefault(row => !seen.Add(row.Href))?.Href;
    }
}

/// <summary>An object of a collection, known by its href.</summary>
internal interface IHasHref
{
    string Href { get; }
}
