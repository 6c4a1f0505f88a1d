using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
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
}
