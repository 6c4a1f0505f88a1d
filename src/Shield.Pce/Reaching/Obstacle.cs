namespace Shield.Pce.Reaching;

/// <summary>What keeps a block from biting on one workload; of several the first in the order of <see cref="Enforcement"/>.</summary>
/// <param name="Detail">What the PCE says, where the reason does not say it all.</param>
public sealed record Obstacle(ReachReason Reason, string? Detail = null);
