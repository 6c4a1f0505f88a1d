namespace Shield.Hosting.Settings;

/// <summary>Where a deployment in AWS lies, as its stack publishes it (docs/aws.md).</summary>
public sealed record AwsPlace
{
    /// <summary>Findings come through it, and requests to reconcile.</summary>
    public required Uri Queue { get; init; }

    /// <summary>Where messages end that failed again and again. Null where the stack names none.</summary>
    public required Uri? DeadLetterQueue { get; init; }

    /// <summary>The Lambda function's name; null where the stack names none.</summary>
    public required string? Function { get; init; }

    /// <returns>Null without <c>Aws:Queue</c>.</returns>
    internal static AwsPlace? Read(SettingReader reader)
    {
        var (queue, deadLetters) = (UrlOf(reader, "Aws:Queue"), UrlOf(reader, "Aws:DeadLetterQueue"));
        return queue is null
            ? null
            : new AwsPlace
            {
                Queue = queue,
                DeadLetterQueue = deadLetters,
                Function = reader.Text("Aws:Function"),
            };
    }

    private static Uri? UrlOf(SettingReader reader, string key) =>
        reader.Parsed<Uri?>(
            key,
            null,
            "must be the URL of a queue, such as https://sqs.eu-west-1.amazonaws.com/123456789012/shield",
            text =>
                (
                    Uri.TryCreate(text, UriKind.Absolute, out var url)
                        && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
                        && url.AbsolutePath.Length > 1,
                    url
                )
        );
}
