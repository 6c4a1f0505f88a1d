using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.Hosting;

/// <summary>Who runs the loop: its name on the lease, and what it can tell of others.</summary>
/// <param name="IsDead">False wherever it is not certain.</param>
public sealed record LoopRunner(LeaseHolder Name, Func<LeaseHolder, bool> IsDead)
{
    /// <summary>Kept by whoever runs the loop more than once; null: each reconcile watches for itself.</summary>
    public LeaseWatch? Watch { get; init; }
}
