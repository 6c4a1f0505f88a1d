using Shield.Core.Telling;

namespace Shield.Notifying;

/// <summary>When a channel that does not take messages is tried again, and when a message is given up.</summary>
internal static class ChannelFaults
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>
    /// A channel that was down for a night tells in the morning what is news then; after a day its messages are put aside.
    /// </summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    /// <summary>So long a channel is left in peace at most, whatever it wishes: a <c>Retry-After</c> of a year would silence it.</summary>
    public static readonly TimeSpan LongestPeace = GiveUpAfter;

    public static ChannelFault After(ChannelFault? earlier, Delivery delivery, DateTimeOffset now)
    {
        var attempts = (earlier?.Attempts ?? 0) + 1;
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 10));
        wait = wait < LongestWait ? wait : LongestWait;
        wait = (delivery as Failed)?.RetryAfter is { } wanted && wanted > wait ? wanted : wait;
        wait = wait < LongestPeace ? wait : LongestPeace;
        var why = Lines.Clean(delivery.What);
        var next = delivery is Unwanted ? now : now + wait;
        return earlier is null
            ? new ChannelFault(now, why, next) { Attempts = attempts }
            : earlier with
            {
                Why = why,
                NextTryAt = next,
                Attempts = attempts,
            };
    }

    public static bool IsGivenUp(ChannelFault fault, Delivery delivery, DateTimeOffset now) =>
        delivery is Unwanted || now - fault.Since >= GiveUpAfter;
}
