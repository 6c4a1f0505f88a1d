using System.Collections.Immutable;
using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Shield.Aws.Queues;

/// <summary>One queue of SQS. Every method throws <see cref="AwsException"/> for one that is missing, refused, or not reached.</summary>
public sealed class QueueClient : IDisposable
{
    /// <summary>SQS delays a message by no more.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(15);

    /// <summary>SQS lets nobody wait longer for a message.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Of one request, by SQS's own page.</summary>
    private const int MostMessages = 10;

    private readonly AmazonSQSClient _client;
    private readonly string _url;
    private readonly string _subject;

    private QueueClient(AmazonSQSClient client, string url) => (_client, _url, _subject) = (client, url, $"The queue {url}");

    /// <summary>Asks the service nothing yet.</summary>
    /// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
    public static QueueClient Connect(Uri url, string? region) => new(ClientOf(url.OriginalString, region), url.OriginalString);

    /// <param name="name">Of a queue in this account.</param>
    /// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
    /// <param name="cancellationToken">Ends the question for its URL.</param>
    public static async Task<QueueClient> FindAsync(string name, string? region, CancellationToken cancellationToken)
    {
        var client = ClientOf(name, region);
        try
        {
            var answer = await AwsCall.AskAsync(
                $"The queue '{name}'",
                () => client.GetQueueUrlAsync(name, cancellationToken),
                cancellationToken
            );
            return new QueueClient(client, answer.QueueUrl);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <param name="body">At most 1 MiB.</param>
    /// <param name="delay">At most <see cref="LongestDelay"/>; whole seconds, rounded up.</param>
    /// <param name="cancellationToken">Leaves open whether it was sent.</param>
    public Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay);
        var request = new SendMessageRequest(_url, body) { DelaySeconds = (int)Math.Ceiling(delay.TotalSeconds) };
        return AskAsync(() => _client.SendMessageAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Up to ten messages; none is no proof that the queue is empty, unless it was waited for.</summary>
    /// <param name="hideFor">How long nobody else sees them.</param>
    /// <param name="wait">For the first of them; at most <see cref="LongestWait"/>.</param>
    /// <param name="cancellationToken">Ends the wait; what was under way comes back after <paramref name="hideFor"/>.</param>
    public async Task<ImmutableArray<QueueMessage>> ReceiveAsync(TimeSpan hideFor, TimeSpan wait, CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest(_url)
        {
            MaxNumberOfMessages = MostMessages,
            VisibilityTimeout = (int)hideFor.TotalSeconds,
            WaitTimeSeconds = (int)wait.TotalSeconds,
        };
        var answer = await AskAsync(() => _client.ReceiveMessageAsync(request, cancellationToken), cancellationToken);
        return [.. (answer.Messages ?? []).Select(message => new QueueMessage(message.MessageId, message.Body, message.ReceiptHandle))];
    }

    /// <summary>Whoever is deleted twice is deleted once.</summary>
    /// <exception cref="AwsException">One of them could not be deleted: it comes again.</exception>
    public async Task DeleteAsync(IEnumerable<QueueMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var some in messages.Chunk(MostMessages))
        {
            var request = new DeleteMessageBatchRequest(
                _url,
                [.. some.Select((message, index) => new DeleteMessageBatchRequestEntry(Number(index), message.Receipt))]
            );
            var answer = await AskAsync(() => _client.DeleteMessageBatchAsync(request, cancellationToken), cancellationToken);
            if (answer.Failed is [var failed, ..])
            {
                throw new AwsException(
                    AwsFault.Other,
                    $"{_subject} did not delete {answer.Failed.Count} of {some.Length} message(s): {failed.Code}: {failed.Message}"
                );
            }
        }
    }

    public async Task<QueueDepth> ReadDepthAsync(CancellationToken cancellationToken)
    {
        var request = new GetQueueAttributesRequest
        {
            QueueUrl = _url,
            AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"],
        };
        var answer = await AskAsync(() => _client.GetQueueAttributesAsync(request, cancellationToken), cancellationToken);
        return new QueueDepth(
            answer.ApproximateNumberOfMessages,
            answer.ApproximateNumberOfMessagesNotVisible,
            answer.ApproximateNumberOfMessagesDelayed
        );
    }

    public void Dispose() => _client.Dispose();

    // An attempt must outlast the wait for a message.
    private static AmazonSQSClient ClientOf(string queue, string? region) =>
        AwsCall.Connect(
            $"The queue '{queue}'",
            () => new AmazonSQSClient(new AmazonSQSConfig().Patiently(region, LongestWait + AwsCall.Longest))
        );

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);

    private Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        AwsCall.AskAsync(_subject, call, cancellationToken);
}
