using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Faults;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

/// <summary><c>rollback</c>: shown first, and done on demand.</summary>
public static class RollbackRun
{
    /// <summary>How long our entries are held there where nobody says.</summary>
    public static readonly TimeSpan UsualLength = TimeSpan.FromDays(7);

    /// <summary>Why a text names no policy version; null where it does.</summary>
    public static string? FaultOf(string to) =>
        NumberOf(to) is null && MomentText.Of(to, DateTimeOffset.UnixEpoch) is null
            ? $"rollback goes to a policy version such as 42, a length of time back such as 2h, or a moment such as "
                + $"2026-11-29T20:00Z, not to '{to}'"
            : null;

    /// <param name="composition">What it works with.</param>
    /// <param name="to">A policy version, a length of time back, or a moment.</param>
    /// <param name="by">Who does it, and why.</param>
    /// <param name="length">For how long our entries are held there; null for the usual length.</param>
    /// <param name="applies">Does it; else nothing is recorded or written.</param>
    /// <param name="cancellationToken">Ends the wait for the reconcile.</param>
    /// <exception cref="RecordedException">Recorded, and the PCE could not be brought to it.</exception>
    public static async Task<(Answer<RollbackResult>? Answer, AnswerFault? Fault)> RunAsync(
        Composition composition,
        string to,
        Signature by,
        TimeSpan? length,
        bool applies,
        CancellationToken cancellationToken
    )
    {
        var ledger = await composition.OpenReaderAsync(cancellationToken);
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken);
        var pce = composition.OpenPce();
        var (number, unknown) = NumberOf(to) is { } given
            ? (given, null)
            : await EarlierPolicy.FindAsync(pce, history, MomentText.Of(to, composition.Now)!.Value, cancellationToken);
        if (number is null)
        {
            return (null, new AnswerFault("unknown-version", unknown!));
        }

        var reader = await composition.OpenSituationAsync(cancellationToken);
        var now = await reader.ReadAsync(composition.Now, cancellationToken);
        var (policy, fault) = await EarlierPolicy.ReadAsync(
            pce,
            history,
            composition.ReadReconcileSettings(),
            now.View.Pce,
            number.Value,
            cancellationToken
        );
        if (policy is null)
        {
            return (null, new AnswerFault("unknown-version", fault!));
        }

        var version = policy.Version.Number.ToString(CultureInfo.InvariantCulture);
        var result = Foresee(
            policy,
            now,
            reader,
            new Signature(by.Who, $"rollback to policy version {version}: {by.Why}"),
            length ?? UsualLength
        );
        var isNothing = policy.IsContradicted || result.Acts.IsEmpty;
        if (isNothing || !applies)
        {
            return (new Answer<RollbackResult>(result, policy.IsContradicted ? ExitCode.Refused : ExitCode.Done), null);
        }

        var done = await ActRun.DoAsync(
            composition,
            result.Acts,
            $"rollback to {version} by {by.Who}",
            isRecordOnly: false,
            cancellationToken
        );
        return (
            new Answer<RollbackResult>(
                result with
                {
                    Acts = done.Result.Acts,
                    Done = done.Result,
                },
                done.ExitCode is ExitCode.Done && !result.Rollback.Forbidden.IsEmpty ? ExitCode.Refused : done.ExitCode
            ),
            null
        );
    }

    private static RollbackResult Foresee(EarlierPolicy policy, Situation now, SituationReader reader, Signature by, TimeSpan? length)
    {
        var (decided, plan) = (now.Decided, now.Plan);
        var rollback = Rollback.To(policy.Lists, decided.Decisions, decided.NeverBlock, plan);
        ImmutableArray<Act> acts =
        [
            .. rollback.Block.Select(one => OperatorAct.Make(ActKind.Block, one.Indicator, one.Directions, length, by, decided.Now, null)),
            .. rollback.Unblock.Select(one =>
                OperatorAct.Make(ActKind.Unblock, one.Indicator, one.Directions, length, by, decided.Now, null)
            ),
        ];
        return new RollbackResult
        {
            Policy = policy,
            Then = policy
                .Lists.Where(list => plan.Lists.Any(ours => ours.Pair.Draft.Mark == list.Mark))
                .Sum(list => list.Entries.Count(list.Mark.IsOurs)),
            Rollback = rollback,
            Acts = acts,
            Foreseen = Foreseen.Of(now, reader, acts),
        };
    }

    private static long? NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
