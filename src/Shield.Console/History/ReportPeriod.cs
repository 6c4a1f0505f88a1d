namespace Shield.Console.History;

/// <summary>A period in the address of a page.</summary>
internal static class ReportPeriod
{
    /// <summary>With its question mark; empty for the usual period.</summary>
    public static string QueryOf(string? since, string? until)
    {
        var parts = new[] { ("since", since), ("until", until) }
            .Where(part => !string.IsNullOrWhiteSpace(part.Item2))
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}")
            .ToList();
        return parts is [] ? "" : $"?{string.Join('&', parts)}";
    }
}
