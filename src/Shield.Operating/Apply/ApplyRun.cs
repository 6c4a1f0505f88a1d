using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Operating.Apply;

/// <summary><c>apply</c>: brings the PCE to what is decided.</summary>
public static class ApplyRun
{
    /// <summary>How long an accept lifts the limits, like any other act. The block itself lasts as long as its own evidence says.</summary>
    private static readonly TimeSpan LengthOfAcceptance = TimeSpan.FromDays(7);

    /// <returns>Where no reconcile could be done yet, the reason: another instance holds the lease, or waits until a new policy version may
    /// be made.</returns>
    public static async Task<(Answer<ApplyResult>? Answer, string? NotYet, bool IsOfAnother)> RunAsync(
        Func<string, CancellationToken, Task<ReconcileReport>> reconcile,
        string trigger,
        PceMode mode,
        ImmutableArray<string> accepted,
        Func<CancellationToken, Task<ImmutableArray<RemovedByHandRow>>> removedByHand,
        CancellationToken cancellationToken
    )
    {
        var report = await reconcile(trigger, cancellationToken);
        return report.Outcome is ReconcileOutcome.NotYet or ReconcileOutcome.Waiting
            ? (null, report.Detail ?? "recorded, not applied yet", false)
            : (
                new Answer<ApplyResult>(
                    new ApplyResult(new ReconcileEffect(report, mode), accepted, await removedByHand(cancellationToken)),
                    report.ToExitCode()
                ),
                null,
                report.IsOfAnother
            );
    }

    /// <summary>
    /// Records an accept for each indicator of a set that a limit kept back, as far as it is still to be blocked. It lifts the limits and
    /// nothing else: what waits for room, for somebody's draft or for a never-block list is no matter of a limit, and nobody can wave it
    /// through.
    /// </summary>
    /// <param name="fingerprint">Of the plan now, or of the set that was kept back last.</param>
    /// <returns>Those that were accepted; none where the set is known and holds nothing that can be, and null for a fingerprint that nobody
    /// knows.</returns>
    public static async Task<ImmutableArray<string>?> AcceptAsync(
        string fingerprint,
        SituationReader reader,
        ILedger ledger,
        Signature by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var situation = await reader.ReadAsync(now, cancellationToken);
        var (limited, others) = (NamesOf(situation, isOverLimit: true), NamesOf(situation, isOverLimit: false));
        var isCurrent = situation.Plan.Fingerprint == fingerprint && limited.Count + others.Count > 0;
        var set = isCurrent ? limited : await FindSetAsync(fingerprint, ledger, cancellationToken);
        if (set is null)
        {
            return null;
        }

        set.ExceptWith(others.Except(limited));
        var wanted = situation
            .Decided.Decisions.Where(decision => decision.Verdict is Verdict.Block && set.Contains(decision.Indicator.ToString()))
            .ToList();
        if (wanted.Count > 0)
        {
            await ledger.AppendAsync(
                [
                    .. wanted.Select(decision =>
                        OperatorAct
                            .Make(ActKind.Accept, decision.Indicator, decision.Directions, LengthOfAcceptance, by, now, fingerprint)
                            .After(situation.Decided.Ledger)
                    ),
                ],
                cancellationToken
            );
        }

        return [.. wanted.Select(decision => decision.Indicator.ToString())];
    }

    /// <summary>The set that was kept back last, or one that an earlier version left in history.</summary>
    private static async Task<HashSet<string>?> FindSetAsync(string fingerprint, ILedgerReader ledger, CancellationToken cancellationToken)
    {
        var newest = await ledger.ReadKeptBackAsync(cancellationToken);
        var set =
            newest?.Fingerprint == fingerprint
                ? newest
                : (await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken)).KeptBackSetOf(fingerprint);
        return set is null ? null : [.. set.OverLimit ?? set.Indicators];
    }

    private static HashSet<string> NamesOf(Situation situation, bool isOverLimit) =>
        [
            .. situation
                .Plan.KeptBack.Where(kept => kept.Reason is ReasonCode.OverLimit == isOverLimit)
                .Select(kept => kept.Addition.Indicator.ToString()),
        ];
}
