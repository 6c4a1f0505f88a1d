using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Core.Telling;
using Shield.Hosting;
using Shield.Notifying;
using Shield.Service.Settings;

namespace Shield.Service.Reconciling;

/// <summary>
/// Tells what is news after a reconcile (docs/notifications.md), beside the loop: a channel that takes its time keeps no block waiting.
/// What was not told before the end is told after the next start.
/// </summary>
/// <param name="settings">The channels.</param>
/// <param name="ledger">Where it is noted what was told.</param>
/// <param name="me">Who tells.</param>
/// <param name="problems">What this process knows to be wrong with itself now.</param>
/// <param name="note">Told which channel does not answer.</param>
/// <param name="clock">Dates what is told.</param>
internal sealed class NewsDesk(
    LiveSettings settings,
    ILedger ledger,
    LoopRunner me,
    Func<ImmutableArray<Problem>> problems,
    Action<string> note,
    TimeProvider clock
) : BackgroundService
{
    /// <summary>So long a message that is under way may take after SIGTERM.</summary>
    private static readonly TimeSpan DrainsWithin = TimeSpan.FromSeconds(5);

    /// <summary>The last one counts: what is news is found by what was told last, and by history.</summary>
    private readonly Channel<Func<Newsroom, CancellationToken, Task>> _last = Channel.CreateBounded<
        Func<Newsroom, CancellationToken, Task>
    >(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Tell(ReconcileReport report) => Ask((room, end) => room.TellAsync(report, problems(), end));

    /// <summary>A reconcile came to nothing.</summary>
    public void Tell(Exception fault) => Ask((room, end) => room.TellAsync(fault, problems(), end));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var channels = ChannelSet.Open(clock);
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopping = stoppingToken.Register(() => end.CancelAfter(DrainsWithin));
        try
        {
            while (true)
            {
                var tell = await _last.Reader.ReadAsync(stoppingToken);
                try
                {
                    if (RoomOf(channels) is { } room)
                    {
                        await tell(room, end.Token);
                    }
                }
                catch (Exception fault) when (!end.IsCancellationRequested)
                {
                    // The edge of a background part: what was not told stays news, and the next reconcile tells it.
                    note($"notifications: {fault.GetType().Name}: {fault.Message}; they are told after the next reconcile");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not told yet is told after the next start.
        }
    }

    private void Ask(Func<Newsroom, CancellationToken, Task> tell) => _last.Writer.TryWrite(tell);

    /// <returns>Null where no settings count.</returns>
    private Newsroom? RoomOf(ChannelSet channels) =>
        settings.Now.Whole is { } whole
            ? Newsroom.Of(whole, me, channels, ledger, new DeadLetterFile(whole.DeadLetters), clock, note)
            : null;
}
