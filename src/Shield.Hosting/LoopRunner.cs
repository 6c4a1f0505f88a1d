using Shield.Core.Ledger;

namespace Shield.Hosting;

/// <summary>Who runs the loop: its name on the lease, and what it can tell of others.</summary>
/// <param name="IsDead">False wherever it is not certain.</param>
public sealed record LoopRunner(LeaseHolder Name, Func<LeaseHolder, bool> IsDead);
