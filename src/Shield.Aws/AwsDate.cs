using System.Globalization;
using Amazon.Runtime;

namespace Shield.Aws;

/// <summary>How this machine's clock compares with AWS's, by the Date of each answer: AWS keeps its own right.</summary>
public sealed class AwsDate(TimeProvider clock)
{
    private const string Header = "Date";

    /// <summary>By the last answer, which tells it to the second: how far our clock is ahead. Null before there was one.</summary>
    public TimeSpan? Ahead { get; private set; }

    internal void Watch(AmazonServiceClient client) =>
        client.AfterResponseEvent += (_, told) =>
        {
            if (
                told is WebServiceResponseEventArgs answer
                && answer.ResponseHeaders.FirstOrDefault(header => header.Key.Equals(Header, StringComparison.OrdinalIgnoreCase)).Value
                    is { } text
                && DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            )
            {
                Ahead = clock.GetUtcNow() - date;
            }
        };
}
