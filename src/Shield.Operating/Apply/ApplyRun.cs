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

    /// <summary>The whole of it: where a fingerprint is given, its set is accepted first.</summary>
    /// <param name="composition">What it works with.</param>
    /// <param name="fingerprint">Of a set that a limit kept back; null to accept nothing.</param>
    /// <param name="by">Who asks; an accept is an act, and says why.</param>
    /// <param name="cancellationToken">Ends the wait for the reconcile.</param>
    public static async Task<(Answer<ApplyResult>? Answer, AnswerFault? Fault)> DoAsync(
        Composition composition,
        string? fingerprint,
        Signature by,
        CancellationToken cancellationToken
    )
    {
        var reconciler = await composition.OpenReconcilerAsync(cancellationToken);
        var accepted = fingerprint is null
            ? []
            : await AcceptAsync(
                fingerprint,
                await composition.OpenSituationAsync(cancellationToken),
                await composition.OpenLedgerAsync(cancellationToken),
                by,
                composition.Now,
                cancellationToken
            );
        if (accepted is not { } granted)
        {
            return (
                null,
                new AnswerFault(
                    "unknown-plan",
                    $"no set was kept back by a limit under the fingerprint '{fingerprint}', or another one took its place since: "
                        + "shield plan shows the current one, and what each addition waits for"
                )
            );
        }

        if (fingerprint is not null && granted.IsEmpty)
        {
            return (
                null,
                new AnswerFault(
                    "unknown-plan",
                    $"not recorded: no limit keeps back anything of plan '{fingerprint}'. Capacity, never-block "
                        + $"and somebody's draft cannot be accepted: {Remedies.MakesRoom}; "
                        + "shield plan shows what each addition waits for"
                )
            );
        }

        var (answer, notYet, isOfAnother) = await RunAsync(
            reconciler,
            fingerprint is null ? $"apply by {by.Who}" : $"apply --accept-plan {fingerprint} by {by.Who}",
            composition.Settings.Pce.Mode,
            granted,
            RemovedByHandAsync,
            cancellationToken
        );
        if (isOfAnother)
        {
            composition.Note("another instance held the lease: the answer is that of its round, which began after this command");
        }

        return answer is null ? (null, new AnswerFault("not-yet", notYet!)) : (answer, null);

        // Read after the reconcile: that is what notices entries that somebody took off, and records it.
        async Task<ImmutableArray<RemovedByHandRow>> RemovedByHandAsync(CancellationToken token) =>
            await RemovedByHandRow.NameAsync(
                RemovedByHandRow.InForce(
                    (await (await composition.OpenReaderAsync(token)).ReadAsync(EvidenceScope.Only([]), token)).Acts,
                    composition.Now
                ),
                composition.OpenUserNames(),
                token
            );
    }

    /// <returns>Where no reconcile could be done yet, the reason: another instance holds the lease, or waits until a new policy version may
    /// be made.</returns>
    private static async Task<(Answer<ApplyResult>? Answer, string? NotYet, bool IsOfAnother)> RunAsync(
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
    private static async Task<ImmutableArray<string>?> AcceptAsync(
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
