namespace Shield.EndToEndTests.Campaign;

/// <summary>Makes a history that breaks a law as short as it can be and still break that law.</summary>
internal static class Shrinking
{
    /// <param name="breaks">Whether a history breaks the law.</param>
    public static IReadOnlyList<Happening> Of(IReadOnlyList<Happening> history, Func<IReadOnlyList<Happening>, bool> breaks)
    {
        var chunk = history.Count / 2;
        while (chunk >= 1)
        {
            var shorter = Enumerable
                .Range(0, (history.Count + chunk - 1) / chunk)
                .Select(part => history.Where((_, index) => index / chunk != part).ToArray())
                .FirstOrDefault(breaks);
            if (shorter is not null)
            {
                history = shorter;
                chunk = Math.Min(chunk, Math.Max(1, history.Count / 2));
            }
            else
            {
                chunk /= 2;
            }
        }

        var simpler = history
            .SelectMany(
                (happening, index) => happening.Simpler.Select(less => history.Select((each, at) => at == index ? less : each).ToArray())
            )
            .FirstOrDefault(breaks);
        return simpler is null ? history : Of(simpler, breaks);
    }
}
