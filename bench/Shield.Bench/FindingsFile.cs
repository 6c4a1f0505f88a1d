using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Shield.Bench;

/// <summary>Many findings made of few: each with an id and a remote address of its own.</summary>
internal static class FindingsFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>JSON Lines, as an export to S3 is.</summary>
    public static int Make(string folder, string file, int count)
    {
        using var writer = new StreamWriter(file, append: false, Utf8, 1 << 20);
        foreach (var line in Findings(folder).Take(count))
        {
            writer.Write(line);
            writer.Write('\n');
        }

        return 0;
    }

    /// <summary>One page {"findings":[…]} of so many gigabytes to standard output.</summary>
    public static int Page(string folder, double gigabytes)
    {
        using var writer = new StreamWriter(Console.OpenStandardOutput(), Utf8, 1 << 20);
        var left = gigabytes * (1L << 30);
        writer.Write("""{"findings":[""");
        var separator = "";
        foreach (var line in Findings(folder))
        {
            writer.Write(separator);
            writer.Write(line);
            (separator, left) = (",", left - line.Length);
            if (left < 0)
            {
                break;
            }
        }

        writer.Write("""],"nextToken":""}""");
        return 0;
    }

    private static IEnumerable<string> Findings(string folder)
    {
        var templates = Directory
            .EnumerateFiles(folder, "*.json")
            .Order(StringComparer.Ordinal)
            .Select(Template)
            .OfType<string[]>()
            .ToList();
        for (var i = 0; ; i++)
        {
            var parts = templates[i % templates.Count];
            var id = string.Create(CultureInfo.InvariantCulture, $"{i:x32}");
            var address = string.Create(
                CultureInfo.InvariantCulture,
                $"{45 + (i >> 18 & 63)}.{i >> 10 & 255}.{i >> 2 & 255}.{1 + (i & 3)}"
            );
            yield return string.Concat(parts[0], id, parts[1], address, parts[2]);
        }
    }

    /// <summary>
    /// The text around a finding's id and around its remote address; null of what is no finding in GuardDuty's own format, or names no
    /// address.
    /// </summary>
    private static string[]? Template(string file)
    {
        if (
            JsonNode.Parse(File.ReadAllText(file)) is not JsonObject record
            || (record["detail"] as JsonObject ?? record) is not { } finding
            || finding["id"] is not JsonValue
            || finding["service"] is not JsonObject service
        )
        {
            return null;
        }

        finding["id"] = "\u0001id";
        if (Remotes(service).FirstOrDefault() is not { } remote)
        {
            return null;
        }

        remote["ipAddressV4"] = "\u0001address";
        var parts = record.ToJsonString().Split(["\\u0001id", "\\u0001address"], StringSplitOptions.None);
        return
            parts is [_, _, _]
            && record.ToJsonString().IndexOf("\\u0001id", StringComparison.Ordinal)
                < record.ToJsonString().IndexOf("\\u0001address", StringComparison.Ordinal)
            ? parts
            : null;
    }

    private static IEnumerable<JsonObject> Remotes(JsonNode? node) =>
        node switch
        {
            JsonObject known when known["remoteIpDetails"] is JsonObject remote && remote["ipAddressV4"] is JsonValue => [remote],
            JsonObject known => known.SelectMany(member => Remotes(member.Value)),
            JsonArray list => list.SelectMany(Remotes),
            _ => [],
        };
}
