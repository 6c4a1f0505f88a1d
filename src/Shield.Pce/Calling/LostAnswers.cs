using Shield.Core.Reconciling;

namespace Shield.Pce.Calling;

/// <summary>Which failures of a write leave open whether it was done.</summary>
internal static class LostAnswers
{
    /// <summary>No answer, an answer of something that broke underway, or one that cannot be read.</summary>
    public static bool MayHaveHadEffect(this PceException failure) =>
        failure.Fault is PceFault.Unreachable or PceFault.Server or PceFault.Unreadable;

    /// <summary>
    /// The PCE says that an object does not exist or has no draft, so there is nothing to provision (docs/pce.md#3-refusals).
    /// </summary>
    public static bool SaysNoDraft(this PceException failure) => failure is { Fault: PceFault.Rejected, Token: "not_acceptable_error" };
}
