using System.Globalization;
using System.Text.Json.Nodes;

namespace Shield.PceSimulator;

/// <summary>When something was done and by whom.</summary>
internal readonly record struct Stamp(DateTimeOffset At, string By)
{
    public const string System = "/users/0";

    /// <summary>RFC 3339 with milliseconds, as the PCE writes it (docs/pce.md#5-ip-lists).</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public JsonObject ByHref => new() { ["href"] = By };

    /// <summary>The six fields that every policy object carries.</summary>
    public static void Write(JsonObject into, Stamp created, Stamp updated, Stamp? deleted)
    {
        into["created_at"] = Text(created.At);
        into["updated_at"] = Text(updated.At);
        into["deleted_at"] = deleted is { } end ? Text(end.At) : null;
        into["created_by"] = created.ByHref;
        into["updated_by"] = updated.ByHref;
        into["deleted_by"] = deleted?.ByHref;
    }
}
