using System.Collections.Immutable;

namespace Shield.Hosting.Recording;

/// <summary>
/// What files of findings are called. Only what lies in a folder or a bucket is sorted by it; a file that is named is read whatever its
/// name.
/// </summary>
public static class FindingNames
{
    private static readonly ImmutableArray<string> All = [".json", ".jsonl", ".ndjson", ".gz"];

    public static string Endings { get; } = string.Join(", ", All);

    public static bool IsOne(string name) => All.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
