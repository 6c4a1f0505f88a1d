using System.Globalization;

namespace Shield.Hosting.Settings;

/// <summary>A part of each day in which what can wait, waits: <c>22:00-07:00 Europe/Berlin</c>.</summary>
/// <param name="Zone">By whose clock; UTC where nobody said.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    internal const string Form = "must be two times of the day and a time zone, such as 22:00-07:00 Europe/Berlin (UTC without one)";

    public bool Contain(DateTimeOffset now)
    {
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
        return time.IsBetween(From, To);
    }

    public static QuietHours? TryParse(string text)
    {
        var parts = text.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var zone = TimeZoneInfo.Utc;
        return
            parts is [var hours, ..]
            && hours.Split('-') is [var from, var to]
            && TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin)
            && TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            && begin != end
            && (parts is [_] || TimeZoneInfo.TryFindSystemTimeZoneById(parts[1], out zone!))
            ? new QuietHours(begin, end, zone)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm}-{To:HH:mm} {Zone.Id}");
}
