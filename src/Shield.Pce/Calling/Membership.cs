using Shield.Pce.Wire;

namespace Shield.Pce.Calling;

/// <summary>
/// The role that a PCE says it has: <c>standalone</c>, <c>leader</c> or <c>member</c> (docs/pce.md#19-health-and-superclusters).
/// </summary>
internal static class Membership
{
    /// <param name="health">What GET /health tells; a leader may tell of its members, too.</param>
    /// <param name="host">Whom we asked: its own line counts, or the only one.</param>
    public static bool IsMember(HealthWire[] health, string host) =>
        (
            health is [var only] ? only : health.FirstOrDefault(one => string.Equals(one.Fqdn, host, StringComparison.OrdinalIgnoreCase))
        )?.Type
            is "member";
}
