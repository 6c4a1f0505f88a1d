using System.Globalization;
using Shield.Pce.Calling;

namespace Shield.Console.Map;

/// <summary>Text from outside, made fit for a node of the map: one line, no control and no format characters, cut (law 14).</summary>
public static class MapText
{
    /// <summary>Of a name in a node; the page cuts what is too wide for it as well.</summary>
    public const int LongestName = 80;

    public const int LongestDetail = 300;

    public static string Name(string? text) => Redaction.Printable(text ?? "", LongestName);

    public static string Detail(string? text) => Redaction.Printable(text ?? "", LongestDetail);

    /// <summary>As in <c>1 host</c> and <c>5,000 hosts</c>.</summary>
    public static string Count(long count, string one, string many) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count is 1 ? one : many)}";

    public static string Parties(long count) => Count(count, "party", "parties");

    public static string Workloads(long count) => Count(count, "workload", "workloads");

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
