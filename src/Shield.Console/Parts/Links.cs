using Shield.Core.Indicators;

namespace Shield.Console.Parts;

/// <summary>Where the texts of tables lead.</summary>
internal static class Links
{
    /// <summary>To the page of a party, from a column of parties. What is no party leads nowhere.</summary>
    public static string? ToParty(string column, string text) =>
        column is "indicator" or "party" or "on" && Indicator.TryParse(text, out var party, out _) ? $"/threats/{party}" : null;

    /// <summary>To one event of history, from its id.</summary>
    public static string? ToEvent(string column, string text) =>
        column is "id" or "act" ? $"/history/{Uri.EscapeDataString(text)}" : ToParty(column, text);

    public static string? ToFeed(string column, string text) =>
        column is "feed" ? $"/feed/{Uri.EscapeDataString(text)}" : ToParty(column, text);
}
