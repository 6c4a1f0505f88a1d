using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;

namespace Shield.Core.Telling;

/// <summary>
/// What a person sees of a hold, as a digest: whoever decides by what was seen decides about nothing else. It stays while more of the same
/// is reported, and is another one with another reason, direction, type of finding or severity, and after any act on the party.
/// </summary>
public static class HoldPrint
{
    /// <returns>24 hex digits; null where nothing waits.</returns>
    public static string? Of(Decision? decision) =>
        decision is { Verdict: Verdict.Hold }
            ? Convert.ToHexStringLower(
                SHA256.HashData(
                    Encoding.UTF8.GetBytes(
                        string.Join(
                            '\n',
                            decision.Indicator,
                            decision.Directions.ToWord(),
                            decision.Reason,
                            PartyNews.TypeOf(decision),
                            SeverityOf(decision)?.ToString("0.0", CultureInfo.InvariantCulture),
                            decision.Acts.LastOrDefault()?.Id
                        )
                    )
                )
            )[..24]
            : null;

    /// <summary>GuardDuty's; null where no finding names the party itself.</summary>
    public static double? SeverityOf(Decision decision) => decision.Sightings.Max(sighting => (double?)sighting.Severity);

    /// <inheritdoc cref="News.FindingType"/>
    public static string? TypeOf(Decision decision) => PartyNews.TypeOf(decision);
}
