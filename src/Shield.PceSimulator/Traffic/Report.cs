using Shield.PceSimulator.Reach;

namespace Shield.PceSimulator.Traffic;

/// <summary>What a VEN says of a connection that it saw (docs/pce.md#21-traffic).</summary>
/// <param name="Decision"><c>allowed</c>, <c>potentially_blocked</c>, <c>blocked</c> or <c>unknown</c>.</param>
/// <param name="Boundary"><c>blocked</c> or <c>blocked_by_override_deny</c>; null: no deny rule had a part in it.</param>
internal sealed record Report(string Decision, string? Boundary)
{
    public static readonly Report AtBoundary = new("blocked", "blocked");

    /// <summary>
    /// A host that enforces a rule says what it did; one that only watches says what it would have done. Idle: no policy is on the host,
    /// so it can say nothing (unknown: strict).
    /// </summary>
    public static Report Of(Verdict policy, string mode, bool inbound) =>
        mode switch
        {
            "idle" => new Report("unknown", null),
            _ when policy.Decision is "allow" => new Report("allowed", null),
            "full" => new Report("blocked", BoundaryOf(policy)),
            "selective" when inbound && policy.By is not null => new Report("blocked", BoundaryOf(policy)),
            _ => new Report("potentially_blocked", BoundaryOf(policy)),
        };

    private static string? BoundaryOf(Verdict policy) =>
        policy.Decision switch
        {
            "override_deny" => "blocked_by_override_deny",
            "deny" => "blocked",
            _ => null,
        };
}
