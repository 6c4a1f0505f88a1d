using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Recordings;

/// <summary>
/// Requests and answers for a reader: every body that was sent, whole; of an answer what the client goes by. Times, versions and hashes are
/// struck out.
/// </summary>
internal static partial class WireText
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(IEnumerable<RecordedCall> calls)
    {
        var text = new StringBuilder();
        foreach (var (number, call) in calls.Index())
        {
            var body = call.RequestBody is null ? "" : $"\n\n{JsonNode.Parse(call.RequestBody)!.ToJsonString(Readable)}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"### {number + 1}\n{call.Method} {call.Path}{body}\n\n{call.Status}\n{Essence(call.ResponseBody)}\n"
            );
        }

        return Hash().Replace(Day().Replace(Time().Replace(Version().Replace(text.ToString(), "<version>"), "<time>"), "<day>"), "<hash>");
    }

    private static string Essence(string? answer) =>
        answer is null
            ? ""
            : JsonNode.Parse(answer) switch
            {
                JsonArray { Count: 0 } => "none\n",
                JsonArray rows => string.Concat(rows.Select(row => $"{Line(row!)}\n")),
                var one => $"{Line(one!)}\n",
            };

    private static string Line(JsonNode row)
    {
        var entries = row["ip_ranges"] is JsonArray ranges ? $"{ranges.Count} ranges" : null;
        return string.Join(
            "  ",
            new[] { "href", "name", "update_type", "commit_message" }
                .Select(key => (string?)row[key])
                .Append(entries)
                .Where(value => value is not null)
        );
    }

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex Day();

    [GeneratedRegex("(?<=/sec_policy/)[0-9]+")]
    private static partial Regex Version();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
