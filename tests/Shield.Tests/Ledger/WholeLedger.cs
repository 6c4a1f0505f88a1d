using Shield.Core.Ledger;

namespace Shield;

/// <summary>What most tests want to see: all that a ledger holds, at rest or not.</summary>
internal static class WholeLedger
{
    public static Task<LedgerContent> ReadAsync(this ILedgerReader ledger, CancellationToken cancellationToken) =>
        ledger.ReadAsync(EvidenceScope.Everything, cancellationToken);
}
