using Microsoft.Extensions.Hosting;
using Shield.Service.Settings;

namespace Shield.Service.Sources;

/// <summary>Calls one source again and again. One that fails is tried later each time, and stops no other.</summary>
internal sealed class SourceLoop(ISource source, Action<string> note, TimeProvider clock) : BackgroundService
{
    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the host does not wait for a file that is read.
        await Task.Yield();
        try
        {
            while (true)
            {
                await Task.Delay(await TakeAsync(stoppingToken), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not marked as taken is taken after the next start.
        }
    }

    private async Task<TimeSpan> TakeAsync(CancellationToken stoppingToken)
    {
        try
        {
            var rest = await source.TakeAsync(stoppingToken);
            _backOff.Reset();
            return rest;
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // The edge of a background loop: whatever it was, the others go on and this one is tried again.
            var wait = _backOff.Next();
            if (source.State.Failed(fault.Message, clock.GetUtcNow() + wait))
            {
                note($"{source.State.Status.Kind}: {fault.Message}; it is tried again");
            }

            return wait;
        }
    }
}
