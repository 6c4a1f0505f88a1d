using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;

namespace Shield.Operating.Allow;

/// <summary><c>allow list</c>: acts and settings, side by side.</summary>
public static class AllowListing
{
    public static async Task<Answer<ImmutableArray<AllowRow>>> ReadAsync(
        ILedgerReader ledger,
        ImmutableArray<AddressRange> ranges,
        ImmutableArray<DomainName> names,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var content = await ledger.ReadAsync(EvidenceScope.Only([]), cancellationToken);
        var acts = Allowlist
            .InForce(content.Acts, now)
            .Select(act => new AllowRow(act.Indicator!.Value.ToString(), "act", act.Who, act.Why, act.At) { Until = act.Until });
        var settings = ranges
            .Select(range => (What: range.ToString(), Key: "NeverBlock:Ranges"))
            .Concat(names.Select(name => (What: name.Text, Key: "NeverBlock:Names")));
        return new Answer<ImmutableArray<AllowRow>>(
            [.. acts, .. settings.Select(given => new AllowRow(given.What, "settings", null, given.Key, null))],
            ExitCode.Done
        );
    }

    /// <summary>Why it cannot be taken off the allowlist; null where it can.</summary>
    /// <param name="allowed">By acts in force.</param>
    public static string? FaultOfRemoval(Indicator indicator, IReadOnlySet<Indicator> allowed, ShieldSettings settings)
    {
        if (allowed.Contains(indicator))
        {
            return null;
        }

        var setting = indicator.IsDomain
            ? settings.NeverBlockNames.Any(name => indicator.Domain!.IsAtOrBelow(name))
                ? "NeverBlock:Names"
                : null
            : settings.NeverBlock.Any(range => range.Covers(indicator.Range))
                ? "NeverBlock:Ranges"
                : null;
        return (
            setting,
            allowed
                .Where(other =>
                    indicator.IsDomain ? other.IsDomain && indicator.Domain!.IsAtOrBelow(other.Domain!) : other.Covers(indicator)
                )
                .Order()
                .ToList()
        ) switch
        {
            ({ } key, _) => $"{indicator} is protected by {key} in the settings; change it there",
            (_, [var around, ..]) => $"{indicator} is not on the allowlist by itself; {around} is, and covers it",
            _ => $"{indicator} is not on the allowlist; shield allow list shows what is",
        };
    }
}
