using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Shield.Aws.Exports;

/// <summary>
/// A bucket that GuardDuty exports its findings to, or that lists for others are written to. Every method throws
/// <see cref="AwsException"/> for one that is missing, refused, or not reached.
/// </summary>
public sealed class ExportBucket : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    private ExportBucket(AmazonS3Client client, string bucket) => (_client, _bucket) = (client, bucket);

    /// <summary>Asks the service nothing yet.</summary>
    /// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
    public static ExportBucket Connect(string bucket, string? region) =>
        AwsCall.Connect(
            $"The bucket '{bucket}'",
            () => new ExportBucket(new AmazonS3Client(new AmazonS3Config().Patiently(region, AwsCall.Longest)), bucket)
        );

    /// <summary>The objects below a prefix, in the order of the UTF-8 bytes of their keys, a page of a thousand at a time.</summary>
    /// <param name="after">Null to begin with the first.</param>
    public async IAsyncEnumerable<ExportObject> ListAsync(
        string prefix,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var request = new ListObjectsV2Request
        {
            BucketName = _bucket,
            Prefix = prefix,
            StartAfter = after,
        };
        bool isMore;
        do
        {
            var page = await AwsCall.AskAsync(
                $"The bucket '{_bucket}'",
                () => _client.ListObjectsV2Async(request, cancellationToken),
                cancellationToken
            );
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new ExportObject(
                    found.Key,
                    found.LastModified is { } written ? new DateTimeOffset(written.ToUniversalTime()) : DateTimeOffset.UnixEpoch
                );
            }

            request.ContinuationToken = page.NextContinuationToken;
            isMore = page.IsTruncated ?? false;
        } while (isMore);
    }

    /// <summary>The bytes of an object as they come; the stream ends with the connection.</summary>
    public async Task<Stream> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var answer = await AwsCall.AskAsync(
            $"The object '{key}' in the bucket '{_bucket}'",
            () => _client.GetObjectAsync(_bucket, key, cancellationToken),
            cancellationToken
        );
        return answer.ResponseStream;
    }

    /// <summary>Puts an object in the place of whatever has that key: a reader meets the old one or the new one, whole.</summary>
    /// <param name="content">From its first byte; left open.</param>
    /// <param name="mediaType">As a reader is told it.</param>
    public async Task PutAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        content.Position = 0;
        await AwsCall.AskAsync(
            $"The object '{key}' in the bucket '{_bucket}'",
            () =>
                _client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = _bucket,
                        Key = key,
                        InputStream = content,
                        AutoCloseStream = false,
                        ContentType = mediaType,
                    },
                    cancellationToken
                ),
            cancellationToken
        );
    }

    public void Dispose() => _client.Dispose();
}
