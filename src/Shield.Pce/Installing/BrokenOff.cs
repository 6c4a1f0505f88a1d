using Shield.Core.Reconciling;

namespace Shield.Pce.Installing;

/// <summary>
/// What is said where the PCE failed in the middle of <c>init</c>: what was done by then, and that the same command goes on.
/// </summary>
internal static class BrokenOff
{
    /// <param name="failure">Of one request.</param>
    /// <param name="done">What was changed in the draft before it.</param>
    public static PceException At(PceException failure, IReadOnlyCollection<string> done)
    {
        var sofar = done.Count is 0 ? "no change is confirmed yet" : $"changed in the draft before that: {string.Join(", ", done)}";
        return failure.Saying(
            $"{failure.Message}. init broke off here; {sofar}. A draft changes no firewall, and what was active stays active. "
                + "Run the same command again: it goes on from what the PCE shows"
        );
    }
}
