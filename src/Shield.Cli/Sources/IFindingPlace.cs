namespace Shield.Cli.Sources;

/// <summary>What <c>ingest</c> was told to read: a file or a folder, an export in S3, a queue.</summary>
public interface IFindingPlace : IDisposable
{
    /// <summary>What it holds, found as it is asked for. One whose listing fails ends with an unreadable source.</summary>
    IAsyncEnumerable<IngestSource> SourcesAsync(CancellationToken cancellationToken);

    /// <summary>Whether one source that cannot be read ends it.</summary>
    bool EndsWithFault { get; }

    /// <summary>Told, in their order, which sources were read such that all that was taken of them stands in the ledger now.</summary>
    /// <exception cref="Aws.AwsException">What is to happen to them then did not.</exception>
    Task RecordedAsync(IReadOnlyList<ReadSource> sources, CancellationToken cancellationToken);

    /// <summary>What a person should know, at the end or after an interruption. Null: nothing.</summary>
    string? LastWord { get; }
}
