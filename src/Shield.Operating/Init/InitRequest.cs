using Shield.Pce.Installing;

namespace Shield.Operating.Init;

/// <summary>What <c>init</c> is asked to do.</summary>
/// <param name="Apply">Do it, rather than show it.</param>
/// <param name="Rules">Exclusion mode: whose rules may be changed.</param>
/// <param name="Domains">Deny mode: names are blocked too, with a list and a rule of their own.</param>
/// <param name="Trigger">Who or what asks, for history.</param>
public sealed record InitRequest(bool Apply, RuleChoice Rules, bool Domains, string Trigger)
{
    /// <summary>Deny mode: our rule set gets the scope of <c>Pce:Scope</c>.</summary>
    public bool Rescope { get; init; }
}
