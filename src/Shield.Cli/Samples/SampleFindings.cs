using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shield.Cli.Samples;

/// <summary>
/// The findings of samples/, made as if GuardDuty had reported them just now. The files there are templates: where a finding holds a time
/// they say how long ago (<c>now-12m</c>), and where it holds an id of its own they hold a blank. A sample with a fixed date would block
/// nobody a week later.
/// </summary>
internal static partial class SampleFindings
{
    private const string Ending = ".template.json";

    private static readonly Assembly Program = typeof(SampleFindings).Assembly;

    /// <summary>In the order of their names. The same moment makes the same ids, so that tests can compare them.</summary>
    public static ImmutableArray<SampleFinding> At(DateTimeOffset now) =>
        [
            .. from resource in Program.GetManifestResourceNames()
            where resource.EndsWith(Ending, StringComparison.Ordinal)
            orderby resource
            let name = resource[..^Ending.Length]
            select new SampleFinding($"{name}.json", Filled(JsonNode.Parse(Read(resource)), IdOf(name, now), now)!.ToJsonString()),
        ];

    /// <summary>Writes each into a file of its own; the files' paths, in order.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, by its rights.</exception>
    public static async Task<ImmutableArray<string>> WriteAsync(
        ImmutableArray<SampleFinding> samples,
        string folder,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (var sample in samples)
        {
            var file = Path.Combine(folder, sample.FileName);
            await File.WriteAllTextAsync(file, sample.Json, cancellationToken);
            files.Add(file);
        }

        return files.ToImmutable();
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static JsonNode? Filled(JsonNode? node, Guid id, DateTimeOffset now) =>
        node switch
        {
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value, id, now)))),
            JsonArray elements => new JsonArray([.. elements.Select(element => Filled(element, id, now))]),
            JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Filled(text, id, now)),
            _ => node?.DeepClone(),
        };

    private static string Filled(string text, Guid id, DateTimeOffset now) =>
        Ago().Match(text) is { Success: true } ago
            ? Spell(now - TimeSpan.FromMinutes(int.Parse(ago.Groups[1].ValueSpan, CultureInfo.InvariantCulture)))
            : text.Replace("{finding-id}", id.ToString("N"), StringComparison.Ordinal)
                .Replace("{event-id}", id.ToString("D"), StringComparison.Ordinal);

    private static Guid IdOf(string name, DateTimeOffset now) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {now.UtcTicks.ToString(CultureInfo.InvariantCulture)}")).AsSpan(0, 16));

    private static string Spell(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\Anow-(\d{1,4})m\z")]
    private static partial Regex Ago();
}
