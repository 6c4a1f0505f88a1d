using Shield.Aws;
using Shield.Aws.Exports;
using Shield.Cli.Sources;
using Shield.Core.Feeds;
using Shield.Hosting;
using Shield.Pce.Calling;

namespace Shield.Cli.Threats;

/// <summary>Where a list is written. Whoever reads there meets the list before or the new one, never half of one.</summary>
internal sealed class ExportTarget
{
    private readonly string _place;
    private readonly string? _region;

    private ExportTarget(string place, string? region) => (_place, _region) = (place, region);

    public static ExportTarget Of(string place, string? region) => new(place, region);

    /// <returns>Why it could not be written; null where it was.</returns>
    public async Task<string?> WriteAsync(MemoryStream list, FeedFormat format, CancellationToken cancellationToken)
    {
        try
        {
            if (_place.StartsWith(ExportPlace.Scheme, StringComparison.Ordinal))
            {
                return await PutAsync(list, format, cancellationToken);
            }

            ReplacedFile.Write(_place, list.GetBuffer().AsSpan(0, (int)list.Length));
            return null;
        }
        catch (AwsException refused)
        {
            return refused.Message;
        }
        catch (Exception fault) when (BoundedFile.WhyNot(fault, _place) is { } why)
        {
            return why;
        }
    }

    private async Task<string?> PutAsync(MemoryStream list, FeedFormat format, CancellationToken cancellationToken)
    {
        if (_place[ExportPlace.Scheme.Length..].Split('/', 2) is not [{ Length: > 0 } name, { Length: > 0 } key])
        {
            return "a bucket and a key are wanted, such as s3://BUCKET/inbound.txt";
        }

        using var bucket = ExportBucket.Connect(name, _region);
        await bucket.PutAsync(key, list, FeedMedia.TypeOf(format), cancellationToken);
        return null;
    }
}
