using System.Globalization;

namespace Shield.Hosting.Settings;

/// <summary>A length of time as people write one: <c>24h</c>, <c>7d</c>, <c>15m</c>, <c>2s</c>.</summary>
public static class Duration
{
    public const string Form = "must be a number with s, m, h or d, such as 15m, 24h or 7d";

    /// <summary>Ten years: whoever asks for more has mistyped.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (
            text is not { Length: > 1 and < 10 }
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
        {
            return false;
        }

        var unit = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => 0,
        };
        var isFine = unit > 0 && number * unit <= Longest.TotalSeconds;
        duration = isFine ? TimeSpan.FromSeconds(number * unit) : default;
        return isFine;
    }

    /// <summary>In the greatest unit that says it exactly.</summary>
    public static string ToText(TimeSpan duration) =>
        ((long)duration.TotalSeconds) switch
        {
            var s when s > 0 && s % 86_400 == 0 => $"{s / 86_400}d",
            var s when s > 0 && s % 3_600 == 0 => $"{s / 3_600}h",
            var s when s > 0 && s % 60 == 0 => $"{s / 60}m",
            var s => $"{s}s",
        };
}
