using System.Globalization;
using Shield.Hosting.Settings;

namespace Shield.Operating.Words;

/// <summary>A length of time back from now, or a moment in UTC, as people write it.</summary>
public static class MomentText
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm'Z'"];

    /// <summary>Null for null, and for what is neither.</summary>
    public static DateTimeOffset? Of(string? text, DateTimeOffset now) =>
        Duration.TryParse(text, out var length) ? now - length
        : DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : null;

    /// <param name="name">Of the option or of the field.</param>
    public static string Fault(string name, string text) =>
        $"{name} takes a length of time such as 24h or 7d, or a date such as 2026-11-29 or 2026-11-29T20:00Z, not '{text}'";
}
