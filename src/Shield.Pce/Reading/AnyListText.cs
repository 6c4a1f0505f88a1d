namespace Shield.Pce.Reading;

/// <summary>
/// The end of an exclusion list's description: it names the system's own list Any, whose href differs from PCE to PCE, so that no read
/// has to ask for it.
/// </summary>
internal static class AnyListText
{
    private const string Start = "It takes the place of Any, ";

    public static string For(string anyHref) => $"{Start}{anyHref}";

    /// <summary>Null where the description does not say.</summary>
    public static string? HrefIn(string? description) =>
        description?.LastIndexOf(Start, StringComparison.Ordinal) is { } at and >= 0
        && description[(at + Start.Length)..] is ['/', ..] href
        && !href.Contains(' ', StringComparison.Ordinal)
            ? href
            : null;
}
