using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Shield.Cli.Demo;

/// <summary>The findings of samples/, which stand beside the program, as if they had been reported just now.</summary>
internal static class SampleFindings
{
    /// <summary>What stands for "now" in every file of samples/ (samples/README.md).</summary>
    private static readonly DateTimeOffset WrittenAt = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Copies them with all their times moved; the files' paths, in order.</summary>
    /// <exception cref="IOException">The program was taken away from its samples, or the folder cannot be written.</exception>
    public static async Task<ImmutableArray<string>> CopyAsync(string to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        var copies = ImmutableArray.CreateBuilder<string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal))
        {
            var finding = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken));
            var copy = Path.Combine(to, Path.GetFileName(file));
            await File.WriteAllTextAsync(copy, Moved(finding, now - WrittenAt)!.ToJsonString(), cancellationToken);
            copies.Add(copy);
        }

        return copies.ToImmutable();
    }

    /// <summary>Every text that is a time, and nothing else: findings are data, and what is no time stays as it is.</summary>
    private static JsonNode? Moved(JsonNode? node, TimeSpan by) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Moved(member.Value, by)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Moved(element, by))]),
        JsonValue value when value.TryGetValue(out string? text) && TryRead(text, out var time) => JsonValue.Create(Spell(time + by)),
        _ => node?.DeepClone(),
    };

    private static bool TryRead(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static string Spell(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
}
