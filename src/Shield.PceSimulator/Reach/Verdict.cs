using Shield.PceSimulator.Boundaries;

namespace Shield.PceSimulator.Reach;

/// <param name="Decision"><c>override_deny</c>, <c>allow</c>, <c>deny</c>, <c>boundary</c>, <c>default</c> or <c>not_enforced</c>.</param>
/// <param name="By">The rule that decided; null where none did.</param>
internal sealed record Verdict(bool Allowed, string Decision, MatchedRule? By)
{
    /// <summary>The enforcement boundary that decided.</summary>
    public EnforcementBoundary? Boundary { get; init; }

    public static readonly Verdict NotEnforced = new(true, "not_enforced", null);

    public static readonly Verdict Default = new(false, "default", null);
}
