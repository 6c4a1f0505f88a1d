using System.Globalization;

namespace Shield.Operating.Words;

/// <summary>A moment as people read it: in UTC, to the minute, as everywhere in the product.</summary>
public static class TimeText
{
    public static string Of(DateTimeOffset? time) =>
        time is { } t ? t.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "-";
}
