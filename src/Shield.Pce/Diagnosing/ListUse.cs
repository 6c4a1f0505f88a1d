using Shield.Core.Planning.Pce;

namespace Shield.Pce.Diagnosing;

/// <summary>A rule of the active policy, anybody's, that uses a list of ours.</summary>
/// <param name="List">Which one.</param>
/// <param name="Rule">For people: its description, rule set and href.</param>
/// <param name="Denies">A deny rule; otherwise an allow rule.</param>
/// <param name="IsOff">The rule or its rule set is disabled, so that it does nothing now.</param>
/// <param name="IsOurs">It stands in the rule set that carries our mark.</param>
public sealed record ListUse(PceList List, string Rule, bool Denies, bool IsOff, bool IsOurs)
{
    /// <summary>
    /// It does the opposite of what its list is for: an allow rule lets in whom a deny list names, a deny rule keeps out everybody whom an
    /// exclusion list does not name (law 15).
    /// </summary>
    public bool IsMisuse => Denies == (List.Mark.Mode is PceMode.Exclusion);
}
