namespace Shield.Cli.Work;

/// <summary>Something to read findings from.</summary>
/// <param name="Name">The file's path, or <c>-</c>.</param>
/// <param name="Open">May throw what opening a file throws.</param>
public sealed record IngestSource(string Name, Func<Stream> Open)
{
    public const string StandardInput = "-";

    /// <summary>What files of findings are called. Only a directory is sorted by it; a file that is named is read whatever its name.</summary>
    private static readonly string[] Endings = [".json", ".jsonl", ".ndjson", ".gz"];

    // As deep as GuardDuty's exports to S3 are: AWSLogs/ACCOUNT/GuardDuty/REGION/YEAR/MONTH/DAY, and a prefix of somebody's.
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, MaxRecursionDepth = 16, IgnoreInaccessible = false };

    /// <summary>A file, standard input, or the files of findings in a directory and below it, in the order of their paths.</summary>
    public static IEnumerable<IngestSource> Of(string name, Func<Stream> openInput)
    {
        if (name is StandardInput)
        {
            return [new IngestSource(name, openInput)];
        }

        if (!Directory.Exists(name))
        {
            return [OfFile(name)];
        }

        try
        {
            var files = Directory.EnumerateFiles(name, "*", Everywhere).Where(IsOfFindings).Order(StringComparer.Ordinal).Select(OfFile).ToList();
            return files is [] ? [Unreadable(name, new IOException($"the directory holds no file of findings ({string.Join(", ", Endings)})"))] : files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Unreadable(name, e)];
        }
    }

    private static bool IsOfFindings(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static IngestSource OfFile(string path) => new(path, () => File.OpenRead(path));

    private static IngestSource Unreadable(string name, Exception why) => new(name, () => throw new IOException(why.Message, why));
}
