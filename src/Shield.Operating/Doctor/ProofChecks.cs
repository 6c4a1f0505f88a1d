using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Checks;

namespace Shield.Operating.Doctor;

/// <summary>
/// Whether the ledger is the one that Shield wrote: its whole history and all acts against each other, and against the versions that the
/// PCE remembers.
/// </summary>
/// <param name="openPce">Gives the PCE to read from; throws <see cref="SettingsException"/> where none is configured.</param>
/// <param name="owner">Whose policy versions are compared (<c>Pce:OwnerId</c>).</param>
public sealed class ProofChecks(Func<IPce> openPce, string owner, TimeProvider clock)
{
    private const string Chain = "ledger-chain";
    private const string Anchor = "ledger-anchor";
    private const string Restore = "see docs/ledger.md: restore a backup; the PCE stays as it is until then";

    /// <summary>So many of each are named.</summary>
    private const int Most = 3;

    public async Task<ImmutableArray<ExaminedRow>> MakeAsync(ILedgerReader ledger, CancellationToken cancellationToken)
    {
        try
        {
            var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken);
            var content = await ledger.ReadAsync(EvidenceScope.Alive, cancellationToken);
            return [ChainOf(history, content, clock.GetUtcNow()), await AnchorAsync(history, cancellationToken)];
        }
        catch (LedgerException fault)
        {
            return [ExaminedRow.Fail(Chain, fault.Message, Restore)];
        }
    }

    private static ExaminedRow ChainOf(HistoryTail history, LedgerContent content, DateTimeOffset now)
    {
        var contradictions = LedgerProof.ContradictionsOfAll(history, content.ActChain);
        return (contradictions, LedgerProof.DescribeUnlinked(content, now)) switch
        {
            ([_, ..], _) => ExaminedRow.Fail(
                Chain,
                $"the ledger was changed outside Shield: {LedgerProofText.Some(contradictions, Most)}",
                Restore
            ),
            (_, { } beside) => ExaminedRow.Warn(Chain, beside, LedgerProofText.Unlinked),
            _ => ExaminedRow.Pass(
                Chain,
                $"{history.Records.Length} history record(s) and {content.ActChain.Head.Sequence} act(s) follow each other without a gap"
            ),
        };
    }

    private async Task<ExaminedRow> AnchorAsync(HistoryTail history, CancellationToken cancellationToken)
    {
        try
        {
            var versions = await openPce().ReadNewestVersionsAsync(cancellationToken);
            return (LedgerAnchor.Unknown(owner, versions, history), LedgerAnchor.NewestOf(owner, versions)) switch
            {
                ([_, ..] all, _) => ExaminedRow.Warn(
                    Anchor,
                    LedgerProofText.Unknown(all),
                    "if a backup was restored: record again what was allowed and unblocked since (the PCE's version "
                        + "history tells when). If not: somebody changed the ledger, restore a backup"
                ),
                (_, { } newest) => ExaminedRow.Pass(Anchor, LedgerProofText.Agrees(newest)),
                _ => ExaminedRow.Skip(Anchor, LedgerProofText.NoneOfOurs),
            };
        }
        catch (Exception fault) when (fault is PceException or SettingsException)
        {
            return ExaminedRow.Skip(Anchor, $"not compared with the PCE's versions: {fault.Message}");
        }
    }
}
