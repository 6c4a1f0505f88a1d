using System.Collections.Immutable;

namespace Shield.Core.Ledger;

/// <summary>
/// The additions that were kept back last, under the fingerprint of their plan: <c>apply --accept-plan</c> accepts what of them a limit
/// kept back. A ledger holds one such set; the next takes its place.
/// </summary>
/// <param name="Fingerprint">Of the plan.</param>
/// <param name="Indicators">All that were kept back, for whatever reason.</param>
public sealed record KeptBackSet(string Fingerprint, ImmutableArray<string> Indicators)
{
    /// <summary>Those among them that a limit kept back: only these can be accepted. Null in sets of 0.1, which did not say.</summary>
    public ImmutableArray<string>? OverLimit { get; init; }
}
