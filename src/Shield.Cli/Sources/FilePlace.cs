using System.Runtime.CompilerServices;
using Shield.Hosting.Recording;

namespace Shield.Cli.Sources;

/// <summary>A file, standard input, or the files of findings in a directory and below it, in the order of their paths.</summary>
public sealed class FilePlace(string name, Func<Stream> openInput) : IFindingPlace
{
    public const string StandardInput = "-";

    // As deep as GuardDuty's exports to S3 are: AWSLogs/ACCOUNT/GuardDuty/REGION/YEAR/MONTH/DAY, and a prefix of somebody's.
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 16,
        IgnoreInaccessible = false,
    };

    public bool EndsWithFault => false;

    public string? LastWord => null;

    public async IAsyncEnumerable<IngestSource> SourcesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var source in Sources())
        {
            yield return source;
        }
    }

    public Task RecordedAsync(IReadOnlyList<ReadSource> sources, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() { }

    private List<IngestSource> Sources()
    {
        if (name is StandardInput)
        {
            return [IngestSource.OfInput(openInput)];
        }

        if (!Directory.Exists(name))
        {
            return [IngestSource.OfFile(name)];
        }

        try
        {
            var files = Directory
                .EnumerateFiles(name, "*", Everywhere)
                .Where(FindingNames.IsOne)
                .Order(StringComparer.Ordinal)
                .Select(IngestSource.OfFile)
                .ToList();
            return files is []
                ? [IngestSource.Unreadable(name, new IOException($"the directory holds no file of findings ({FindingNames.Endings})"))]
                : files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [IngestSource.Unreadable(name, e)];
        }
    }
}
