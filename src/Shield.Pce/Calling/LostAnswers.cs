using Shield.Core.Reconciling;

namespace Shield.Pce.Calling;

/// <summary>
/// Law 13, for every write: one whose answer was lost may have been done, so somebody looks before it is sent again. A PUT that reached
/// the PCE while its answer timed out is found done; one that never arrived is sent once more.
/// </summary>
internal static class LostAnswers
{
    private const int MostAttempts = 2;

    /// <summary>A write that answers with nothing.</summary>
    /// <param name="send">The write; it is told how long it may take.</param>
    /// <param name="isDone">Whether the PCE now holds what was sent, from us or from somebody else. Asked after an attempt that
    /// failed.</param>
    /// <param name="time">After this nothing is sent again; null: each of the attempts takes its <see cref="PceClient.TimeOut"/>.</param>
    /// <param name="refusals">Answers of the PCE which also mean that somebody else may have done it; null: none.</param>
    /// <exception cref="PceException">It is not done: the last answer, or whatever <paramref name="isDone"/> throws.</exception>
    public static async Task SendAsync(
        Func<TimeSpan, Task> send,
        Func<PceException, Task<bool>> isDone,
        TimeLimit? time = null,
        KnownRefusals? refusals = null
    )
    {
        var (attempts, refused) = (1, 0);
        while (true)
        {
            try
            {
                await send(time?.Left ?? PceClient.TimeOut).ConfigureAwait(false);
                return;
            }
            catch (PceException failure) when (failure.MayHaveHadEffect() || refusals?.Are(failure) is true)
            {
                if (await isDone(failure).ConfigureAwait(false))
                {
                    return;
                }

                var isLast = failure.MayHaveHadEffect() ? ++attempts > MostAttempts : ++refused > refusals!.Most;
                if (isLast || time?.Left <= TimeSpan.Zero)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>A write that makes something.</summary>
    /// <param name="find">What it made, or somebody else; null where there is no such thing.</param>
    /// <returns>The answer, or else what was found.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public static async Task<T> MakeAsync<T>(
        Func<TimeSpan, Task<T>> send,
        Func<PceException, Task<T?>> find,
        TimeLimit? time = null,
        KnownRefusals? refusals = null
    )
        where T : class
    {
        T? made = null;
        await SendAsync(
                async left => made = await send(left).ConfigureAwait(false),
                async failure => (made = await find(failure).ConfigureAwait(false)) is not null,
                time,
                refusals
            )
            .ConfigureAwait(false);
        return made!;
    }

    /// <summary>Whether a failure leaves open if the write was done: no answer, one that broke underway, one that cannot be read.</summary>
    public static bool MayHaveHadEffect(this PceException failure) =>
        failure.Fault is PceFault.Unreachable or PceFault.Server or PceFault.Unreadable;
}

/// <param name="Are">Whether an answer is one of them.</param>
/// <param name="Most">After so many the next is the last.</param>
internal sealed record KnownRefusals(Func<PceException, bool> Are, int Most);

/// <summary>Counts down from when it is made, whatever the clock is set to.</summary>
internal sealed class TimeLimit(TimeProvider clock, TimeSpan length)
{
    private readonly long _begun = clock.GetTimestamp();

    public TimeSpan Left => length - clock.GetElapsedTime(_begun);
}
