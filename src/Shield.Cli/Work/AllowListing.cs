using System.Collections.Immutable;
using Shield.Cli.Output;
using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Ledger;

namespace Shield.Cli.Work;

/// <summary><c>allow list</c>: acts and settings, side by side.</summary>
public static class AllowListing
{
    public static async Task<Answer<ImmutableArray<AllowRow>>> ReadAsync(ILedgerReader ledger, ImmutableArray<AddressRange> settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var content = await ledger.ReadAsync(cancellationToken);
        var acts = Allowlist.InForce(content.Acts, now).Select(act => new AllowRow(act.Indicator!.Value.ToString(), "act", act.Who, act.Why, act.At));
        var ranges = settings.Select(range => new AllowRow(range.ToString(), "settings", null, "NeverBlock:Ranges", null));
        return new Answer<ImmutableArray<AllowRow>>([.. acts, .. ranges], ExitCode.Done);
    }
}
