using Shield.Hosting.Settings;
using Shield.Notifying;
using Shield.Operating.Answers;

namespace Shield.Cli.Notifications;

/// <summary><c>notify test</c>: one message that is marked as a test. Nothing is noted of it.</summary>
internal static class ChannelTrial
{
    public static async Task<Answer<NotifyTestAnswer>> RunAsync(
        ChannelSettings channel,
        ChannelSet channels,
        string owner,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var message = Message.OfTest(channel.Name, owner, clock.GetUtcNow());
        var delivery = await channels.SendAsync(channel, message, Patience.Usual, cancellationToken);
        var isDelivered = delivery is Delivered;
        return new Answer<NotifyTestAnswer>(
            new NotifyTestAnswer(channel.Name, channel.Kind.ToWord(), isDelivered, delivery.What),
            isDelivered ? ExitCode.Done : ExitCode.Error
        );
    }
}
