using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting;

namespace Shield.Lambda.Reconciling;

/// <summary>
/// Names this instance of the function on the lease. Instances start from one image and may share boot id, host name and process id, so
/// none can tell of another whether it lives: a killed one's lease runs out.
/// </summary>
internal static class LambdaInstance
{
    /// <param name="logStream">What only one instance writes to; Lambda names it so.</param>
    /// <param name="clock">AWS keeps it right, on every machine that runs functions.</param>
    public static LoopRunner Of(string logStream, TimeProvider clock) =>
        new(new LeaseHolder($"lambda {logStream}", "", Environment.ProcessId, clock.GetUtcNow()), _ => false)
        {
            Watch = new LeaseWatch(clock, trustsDates: true),
        };
}
