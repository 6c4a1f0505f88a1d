namespace Shield.Cli.Sources;

/// <summary>What <c>ingest</c> was told to read: a file or a folder, an export in S3, a queue.</summary>
public interface IFindingPlace : IDisposable
{
    /// <summary>
    /// The sources in it, listed while they are read. Where the listing fails, the last source is one that cannot be read.
    /// </summary>
    IAsyncEnumerable<IngestSource> SourcesAsync(CancellationToken cancellationToken);

    /// <summary>Whether the first source that cannot be read ends the reading.</summary>
    bool EndsWithFault { get; }

    /// <summary>
    /// Called with sources, in their order, once everything that was read of them is recorded in the ledger: a queue deletes its messages
    /// then.
    /// </summary>
    /// <exception cref="Aws.AwsException">AWS did not delete a message.</exception>
    Task RecordedAsync(IReadOnlyList<ReadSource> sources, CancellationToken cancellationToken);

    /// <summary>What a person should know, at the end or after an interruption. Null: nothing.</summary>
    string? LastWord { get; }
}
