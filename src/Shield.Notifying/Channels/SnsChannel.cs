using System.Text;
using Shield.Aws;
using Shield.Aws.Topics;

namespace Shield.Notifying.Channels;

/// <summary>A topic of SNS: plain text, for whoever has subscribed to it.</summary>
internal sealed class SnsChannel(TopicClient topics, string topic) : IChannel
{
    /// <summary>SNS takes 256 KiB.</summary>
    private const int LongestMessage = 200_000;

    private const int MostSentences = 300;

    public async Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            var text = Lines.Text(message, MostSentences);
            while (Encoding.UTF8.GetByteCount(text) > LongestMessage)
            {
                text = Lines.Cut(text, text.Length / 2);
            }

            var id = await topics.PublishAsync(topic, SubjectOf(message), text, cancellationToken);
            return new Delivered($"published as {id}");
        }
        catch (AwsException fault)
        {
            return fault.Fault is AwsFault.Other
                ? new Unwanted(fault.Message)
                : new Failed(fault.Message) { IsPassing = fault.Fault is AwsFault.Throttled or AwsFault.TimedOut or AwsFault.Unreachable };
        }
    }

    /// <summary>SNS takes ASCII that begins with a letter, and no line break.</summary>
    private static string SubjectOf(Message message)
    {
        var ascii = new string([.. Lines.Title(message).Select(c => c is >= ' ' and <= '~' ? c : '_')]);
        return ascii.Length <= TopicClient.LongestSubject ? ascii : ascii[..TopicClient.LongestSubject];
    }
}
