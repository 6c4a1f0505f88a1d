using System.Globalization;

namespace Shield.Core.Telling;

/// <summary>A moment as whoever is told reads it: <c>2026-12-08 02:00Z</c>.</summary>
public static class Moments
{
    public static string ToText(this DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
