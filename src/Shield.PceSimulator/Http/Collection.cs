using System.Globalization;
using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Http;

/// <summary>
/// A GET of a collection (docs/pce.md#4-collections): at most 500 rows, cut without a word, no paging. Of the two count headers only
/// <c>X-Matched-Count</c> regards the filters. A caller who asks for a job gets all rows.
/// </summary>
internal static class Collection
{
    private const int Cap = 500;

    /// <param name="filters">Of this collection; <c>max_results</c> is documented for all of them.</param>
    public static Answer Of<T>(Pce pce, Call call, IEnumerable<T> all, Filters<T> filters, Func<T, JsonNode> write) =>
        Of(pce, call, all, filters.Read(pce, call), write);

    /// <summary>A collection without filters.</summary>
    public static Answer Of<T>(Pce pce, Call call, IEnumerable<T> all, Func<T, JsonNode> write) => Of(pce, call, all, _ => true, write);

    private static Answer Of<T>(Pce pce, Call call, IEnumerable<T> all, Func<T, bool> matches, Func<T, JsonNode> write)
    {
        var total = all.TryGetNonEnumeratedCount(out var count) ? count : all.Count();
        return Of(pce, call, total, [.. all.Where(matches)], Math.Min(call.QueryNumber("max_results") ?? Cap, Cap), write);
    }

    /// <summary>A collection with a cap of its own.</summary>
    public static Answer Of<T>(Pce pce, Call call, int total, T[] matched, int rows, Func<T, JsonNode> write)
    {
        (string, string)[] counts = [("X-Total-Count", Text(total)), ("X-Matched-Count", Text(matched.Length))];

        if (call.WantsAsync)
        {
            var job = pce.Jobs.Start(pce.Org, call, Rows(matched, write));
            return new Answer(202, null) { Headers = [.. counts, ("Location", job), ("Retry-After", "1"), ("Status", "202 Accepted")] };
        }

        return Answer.Ok(Rows(matched.Take(rows), write)) with
        {
            Headers = counts,
        };
    }

    /// <summary>A text filter: names and descriptions match in part, so a client must compare again.</summary>
    public static bool Contains(string? value, string? filter) =>
        filter is null || value?.Contains(filter, StringComparison.OrdinalIgnoreCase) is true;

    private static JsonArray Rows<T>(IEnumerable<T> rows, Func<T, JsonNode> write) => new([.. rows.Select(write)]);

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
