using System.Runtime.CompilerServices;
using System.Text;
using Shield.Aws;
using Shield.Aws.Queues;
using Shield.Hosting;

namespace Shield.Cli.Sources;

/// <summary>
/// The messages of a queue, a dead-letter queue above all. A message is deleted once all of it is recorded; one of which something was
/// rejected stays, and is named. It ends when a receive brings nothing that was not seen before: what stays comes back, and must not be
/// read for ever.
/// </summary>
/// <param name="address">A queue's name, or its URL without <c>https://</c>.</param>
/// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
public sealed class QueuePlace(string address, string? region) : IFindingPlace
{
    public const string Scheme = "sqs://";

    /// <summary>Much longer than a batch takes to be recorded.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(5);

    /// <summary>A receive without a wait asks some of the queue's servers only, and may find nothing although there are messages.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, QueueMessage> _hidden = [];
    private QueueClient? _queue;
    private int _staying;
    private int _requests;

    public bool EndsWithFault => true;

    public string? LastWord =>
        (_requests, _staying) switch
        {
            (0, 0) => null,
            (_, 0) => Requests,
            (0, _) => Staying,
            _ => $"{Requests}; {Staying}",
        };

    private string Requests =>
        $"{_requests} request(s) to reconcile were taken off {Scheme}{address}: shield apply does what they asked for";

    private string Staying =>
        $"{_staying} message(s) with something that was rejected stay in {Scheme}{address}, "
        + $"and can be received again after {Hidden.TotalMinutes:0} minutes";

    public async IAsyncEnumerable<IngestSource> SourcesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>();
        while (true)
        {
            var (messages, fault) = await ReceiveAsync(cancellationToken);
            if (fault is not null)
            {
                yield return IngestSource.Unreadable($"{Scheme}{address}", fault);
            }

            var news = messages.Where(message => seen.Add(message.Id)).ToList();
            if (news is [])
            {
                yield break;
            }

            foreach (var message in news)
            {
                var name = $"{Scheme}{address}/{message.Id}";
                _hidden[name] = message;
                // A request to reconcile holds no finding: there is nothing to read in it, and nothing to reject.
                var body = IsRequest(message) ? [] : Encoding.UTF8.GetBytes(message.Body);
                yield return new IngestSource(name, _ => Task.FromResult<Stream>(new MemoryStream(body)));
            }
        }
    }

    public async Task RecordedAsync(IReadOnlyList<ReadSource> sources, CancellationToken cancellationToken)
    {
        var messages = sources.Where(source => _hidden.ContainsKey(source.Name)).ToList();
        var whole = messages.Where(source => source.End is SourceEnd.Whole).Select(source => _hidden[source.Name]).ToList();
        if (whole.Count > 0)
        {
            await _queue!.DeleteAsync(whole, cancellationToken);
        }

        _requests += whole.Count(IsRequest);
        _staying += messages.Count - whole.Count;
        messages.ForEach(source => _hidden.Remove(source.Name));
    }

    public void Dispose() => _queue?.Dispose();

    private static bool IsRequest(QueueMessage message) => ReconcileRequest.TryRead(Encoding.UTF8.GetBytes(message.Body)) is not null;

    private async Task<(IReadOnlyList<QueueMessage> Messages, AwsException? Fault)> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            _queue ??=
                Uri.TryCreate($"https://{address}", UriKind.Absolute, out var url) && url.AbsolutePath.Length > 1
                    ? QueueClient.Connect(url, region)
                    : await QueueClient.FindAsync(address, region, cancellationToken);
            return (await _queue.ReceiveAsync(Hidden, Wait, cancellationToken), null);
        }
        catch (AwsException fault)
        {
            return ([], fault);
        }
    }
}
