using System.Runtime.CompilerServices;
using Shield.Aws;
using Shield.Aws.Exports;
using Shield.Hosting.Recording;

namespace Shield.Cli.Sources;

/// <summary>
/// GuardDuty's export in S3: the objects of findings below a prefix, in the order of their keys. What makes it resumable is that order:
/// after a fault or an interruption it tells the last key up to which everything is recorded, and begins after it when it is told so.
/// </summary>
/// <param name="address"><c>bucket</c> or <c>bucket/prefix</c>.</param>
/// <param name="after">The key to begin after; null for the first.</param>
/// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
public sealed class ExportPlace(string address, string? after, string? region) : IFindingPlace
{
    public const string Scheme = "s3://";

    private readonly string _bucket = address.Split('/', 2)[0];
    private readonly string _prefix = address.Split('/', 2) is [_, var prefix] ? prefix : "";

    private ExportBucket? _export;
    private string? _recordedUpTo;
    private bool _isListed;
    private bool _isBroken;

    /// <summary>
    /// The first object that cannot be read ends the reading: then one key tells where to go on, and nothing before it was left out.
    /// </summary>
    public bool EndsWithFault => true;

    public string? LastWord =>
        (_isListed && !_isBroken, _recordedUpTo) switch
        {
            (true, _) => null,
            (_, null) => $"{Scheme}{address}: broken off before anything of it was recorded whole",
            var (_, key) => $"{Scheme}{address}: all is recorded up to {key}; to go on: shield ingest '{Scheme}{address}' --after '{key}'",
        };

    public async IAsyncEnumerable<IngestSource> SourcesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _export = ExportBucket.Connect(_bucket, region);
        _recordedUpTo = after;
        var isEmpty = after is null;
        await using var keys = _export.ListAsync(_prefix, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (!_isListed)
        {
            var (key, fault) = await NextAsync(keys);
            if (fault is not null)
            {
                yield return IngestSource.Unreadable($"{Scheme}{address}", fault);
                yield break;
            }

            _isListed = key is null;
            if (key is not null && FindingNames.IsOne(key))
            {
                isEmpty = false;
                yield return new IngestSource(NameOf(key), token => OpenAsync(_export, key, token));
            }
        }

        if (isEmpty)
        {
            yield return IngestSource.Unreadable(
                $"{Scheme}{address}",
                new IOException($"no object of findings ({FindingNames.Endings}) lies there")
            );
        }
    }

    public Task RecordedAsync(IReadOnlyList<ReadSource> sources, CancellationToken cancellationToken)
    {
        foreach (var source in sources.Where(_ => !_isBroken))
        {
            _isBroken = source.End is SourceEnd.Unreadable;
            _recordedUpTo = _isBroken ? _recordedUpTo : source.Name[NameOf("").Length..];
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _export?.Dispose();

    private static async Task<(string? Key, AwsException? Fault)> NextAsync(IAsyncEnumerator<ExportObject> keys)
    {
        try
        {
            return (await keys.MoveNextAsync() ? keys.Current.Key : null, null);
        }
        catch (AwsException fault)
        {
            return (null, fault);
        }
    }

    private static async Task<Stream> OpenAsync(ExportBucket export, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await export.OpenAsync(key, cancellationToken);
        }
        catch (AwsException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    private string NameOf(string key) => $"{Scheme}{_bucket}/{key}";
}
