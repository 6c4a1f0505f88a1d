using Shield.Pce.Wire;

namespace Shield.Pce.Calling;

/// <summary>Which role in a supercluster a PCE says that it has (pce-api.md 4, 9.4): <c>standalone</c>, <c>leader</c> or <c>member</c>.</summary>
internal static class Membership
{
    /// <param name="health">What GET /health tells; a leader may tell of its members, too.</param>
    /// <param name="host">Whom we asked: its own line counts, or the only one.</param>
    public static bool IsMember(HealthWire[] health, string host) =>
        (health is [var only] ? only : health.FirstOrDefault(one => string.Equals(one.Fqdn, host, StringComparison.OrdinalIgnoreCase)))?.Type is "member";
}
