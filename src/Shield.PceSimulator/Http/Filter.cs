using System.Globalization;

namespace Shield.PceSimulator.Http;

/// <summary>A query parameter that is documented for a collection.</summary>
/// <param name="Of">What a row must be for a value; null: this parameter is not built, and refused.</param>
internal sealed record Filter<T>(string Name, Func<Pce, string, Func<T, bool>>? Of);

/// <summary>The kinds of filters that a PCE has (docs/pce.md#4-collections).</summary>
internal static class Filter
{
    /// <summary>Texts match in part, whatever their case.</summary>
    public static Filter<T> Part<T>(string name, Func<Pce, T, string?> text) =>
        new(name, (pce, value) => row => Collection.Contains(text(pce, row), value));

    public static Filter<T> PartOfAny<T>(string name, Func<Pce, T, IEnumerable<string?>> texts) =>
        new(name, (pce, value) => row => texts(pce, row).Any(text => Collection.Contains(text, value)));

    public static Filter<T> Whole<T>(string name, Func<Pce, T, string?> text) => new(name, (pce, value) => row => text(pce, row) == value);

    /// <summary>unknown: strict. A word that is not documented is refused.</summary>
    public static Filter<T> OneOf<T>(string name, string[] words, Func<Pce, T, string?> word) =>
        new(
            name,
            (pce, value) =>
                words.Contains(value)
                    ? row => word(pce, row) == value
                    : throw Refusal.Invalid($"The query parameter {name} is not one of {string.Join(", ", words)}: {value}")
        );

    public static Filter<T> Flag<T>(string name, Func<Pce, T, bool> flag) =>
        new(
            name,
            (pce, value) =>
            {
                var wanted = Call.FlagOf(name, value);
                return row => flag(pce, row) == wanted;
            }
        );

    public static Filter<T> From<T>(string name, Func<Pce, T, DateTimeOffset?> time) =>
        new(
            name,
            (pce, value) =>
            {
                var wanted = Call.TimeOf(name, value);
                return row => time(pce, row) >= wanted;
            }
        );

    public static Filter<T> To<T>(string name, Func<Pce, T, DateTimeOffset?> time) =>
        new(
            name,
            (pce, value) =>
            {
                var wanted = Call.TimeOf(name, value);
                return row => time(pce, row) <= wanted;
            }
        );

    /// <summary>A list of lists of hrefs as JSON text: of one list all, of the lists any.</summary>
    public static Filter<T> Hrefs<T>(string name, Func<Pce, T, IEnumerable<string>> hrefs) =>
        new(
            name,
            (pce, value) =>
            {
                var wanted = HrefLists.Read(name, value);
                return row => hrefs(pce, row).ToHashSet() is var has && wanted.Any(all => all.All(has.Contains));
            }
        );

    /// <summary>It does not choose rows: the collection itself reads it.</summary>
    public static Filter<T> ReadElsewhere<T>(string name) => new(name, (_, _) => _ => true);

    public static IEnumerable<Filter<T>> NotBuilt<T>(params string[] names) => names.Select(name => new Filter<T>(name, null));

    /// <summary>A version in part, such as 19.2, against a whole one.</summary>
    public static int CompareVersions(string one, string other)
    {
        var (first, second) = (Parts(one), Parts(other));
        return first.Zip(second).Select(pair => pair.First.CompareTo(pair.Second)).FirstOrDefault(order => order is not 0);

        static int[] Parts(string version) =>
            [
                .. version
                    .Split('.', '-')
                    .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0),
            ];
    }
}
