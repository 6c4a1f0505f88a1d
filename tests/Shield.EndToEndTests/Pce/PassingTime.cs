using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Shield.EndToEndTests.Pce;

internal static class PassingTime
{
    /// <summary>Lets time pass while nothing is underway on the wire, until the work is done, well or not; how much of it passed.</summary>
    /// <param name="step">By how much at once. Time that passes while the client is only thinking counts against its patience, so not too
    /// much.</param>
    public static async Task<TimeSpan> Pass(this FakeTimeProvider clock, UnreliableWire wire, Task work, TimeSpan step)
    {
        var start = clock.GetUtcNow();
        var watch = Stopwatch.StartNew();
        while (!work.IsCompleted)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), "the work neither ends nor fails");
            if (wire.Underway is 0)
            {
                clock.Advance(step);
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        return clock.GetUtcNow() - start;
    }
}
