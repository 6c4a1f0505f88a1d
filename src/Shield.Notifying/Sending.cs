using Polly;
using Polly.Retry;

namespace Shield.Notifying;

/// <summary>A message with all its attempts. Whatever goes wrong is a <see cref="Failed"/>: a channel stops nothing else.</summary>
internal sealed class Sending(Patience patience, TimeProvider clock, Func<double> random)
{
    private const int MostRetries = 3;

    public async Task<Delivery> SendAsync(IChannel channel, Message message, CancellationToken cancellationToken)
    {
        var end = clock.GetUtcNow() + patience.All;
        var retries = new ResiliencePipelineBuilder<Delivery> { TimeProvider = clock }
            .AddRetry(
                new RetryStrategyOptions<Delivery>
                {
                    MaxRetryAttempts = MostRetries,
                    ShouldHandle = args =>
                        ValueTask.FromResult(
                            args.Outcome.Result is Failed { IsPassing: true } failed
                                && clock.GetUtcNow() + PauseAfter(failed, args.AttemptNumber) + patience.FirstPause < end
                        ),
                    DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(PauseAfter((Failed)args.Outcome.Result!, args.AttemptNumber)),
                }
            )
            .Build();
        return await retries.ExecuteAsync(async token => await AttemptAsync(channel, message, end, token), cancellationToken);
    }

    /// <summary>A wish is obeyed to the second; a pause of our own is spread, so that instances do not come all at once.</summary>
    private TimeSpan PauseAfter(Failed failed, int attempt) =>
        failed.RetryAfter ?? patience.FirstPause * Math.Pow(2, attempt) * (0.75 + (random() / 4));

    private async Task<Delivery> AttemptAsync(IChannel channel, Message message, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var left = end - clock.GetUtcNow();
        var time = left < patience.Attempt ? left : patience.Attempt;
        if (time <= TimeSpan.Zero)
        {
            return new Failed("no time was left");
        }

        using var limit = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await channel.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failed($"no answer in {time.TotalSeconds:0.#} s");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The edge of a channel: a fault that nobody foresaw stops no other channel, and never a reconcile.
            return new Failed($"{fault.GetType().Name}: {Lines.Clean(fault.Message)}") { IsPassing = false };
        }
    }
}
