using System.Collections.Immutable;
using Shield.Hosting.Settings;
using Shield.Notifying;
using Shield.Operating.Answers;

namespace Shield.Cli.Notifications;

/// <summary><c>notify retry</c>: each letter once, through the channel of its name as it is configured now.</summary>
internal static class LetterRetry
{
    public static async Task<Answer<NotifyRetryAnswer>> RunAsync(
        DeadLetterFile letters,
        ImmutableArray<ChannelSettings> configured,
        ChannelSet channels,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        // Of a channel that is down one letter is enough to know it.
        var down = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        var (sent, kept, unreadable) = await letters.RetryAsync(SendAsync, cancellationToken);
        return new Answer<NotifyRetryAnswer>(
            new NotifyRetryAnswer(letters.Path, sent, kept, unreadable, [.. faults]),
            kept + unreadable is 0 ? ExitCode.Done : ExitCode.Error
        );

        async Task<string?> SendAsync(DeadLetter letter)
        {
            var name = letter.Message.Channel;
            if (!down.TryGetValue(name, out var why))
            {
                why = await TryAsync(name, letter.Message);
            }

            return why;
        }

        async Task<string?> TryAsync(string name, Message message)
        {
            var delivery = configured.FirstOrDefault(channel => channel.Name == name) is { } channel
                ? await channels.SendAsync(channel, message, Patience.Usual, cancellationToken)
                : new Failed("no channel of this name is configured any more");
            if (delivery is Delivered)
            {
                return null;
            }

            faults.Add($"{name}: {delivery.What}");
            if (delivery is Failed)
            {
                down[name] = delivery.What;
            }

            return delivery.What;
        }
    }
}
