namespace Shield.Core.FindingTypes;

/// <summary>The operator's word on rows whose party never touches a workload, though it may well be malicious.</summary>
/// <remarks><c>Block</c> takes the line of the rule that names the switch, <c>Hold</c> skips it, <c>Ignore</c> turns it into an
/// <c>Ignore</c>.</remarks>
public sealed record PolicySwitches
{
    public static readonly PolicySwitches Default = new();

    /// <summary><c>Policy:ApiCallers</c>: callers of an AWS or Kubernetes API talked to an AWS endpoint.</summary>
    public Verdict ApiCallers { get; init; } = Verdict.Hold;

    /// <summary><c>Policy:RdsLogins</c>: clients of a managed database, which runs no agent.</summary>
    public Verdict RdsLogins { get; init; } = Verdict.Hold;
}
