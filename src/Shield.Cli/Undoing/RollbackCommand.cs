using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Undoing;

namespace Shield.Cli.Undoing;

internal static class RollbackCommand
{
    private static readonly TimeSpan UsualLength = TimeSpan.FromDays(7);

    public static Command Create(CommandRunner runner)
    {
        var to = new Argument<string>("to")
        {
            Description = "A policy version such as 42, a length of time back such as 2h, or a moment such as 2026-11-29T20:00Z",
        };
        to.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && NumberOf(token.Value) is null && Since.Of(token.Value, DateTimeOffset.UnixEpoch) is null)
            {
                result.AddError(
                    $"rollback goes to a policy version such as 42, a length of time back such as 2h, or a moment such as "
                        + $"2026-11-29T20:00Z, not to '{token.Value}'"
                );
            }
        });
        var length = ActOptions.DurationOption(UsualLength, "");
        var command = new Command("rollback", "Our entries as they were then, held there for a time: shown first, done with --apply")
        {
            to,
            length,
        };
        var proposal = ProposalOptions.AddTo(command);
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var asked = parsed.GetRequiredValue(to);
                var ledger = await composition.OpenReaderAsync(cancellationToken);
                var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken);
                var pce = composition.OpenPce();
                var (number, unknown) = NumberOf(asked) is { } given
                    ? (given, null)
                    : await EarlierPolicy.FindAsync(pce, history, Since.Of(asked, composition.Now)!.Value, cancellationToken);
                if (number is null)
                {
                    return Reply.Of(ErrorAnswer.Of("unknown-version", unknown!));
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
                    return Reply.Of(ErrorAnswer.Of("unknown-version", fault!));
                }

                var by = await proposal.SignatureAsync(parsed, runner, composition.Settings, cancellationToken);
                by = new Signature(
                    by.Who,
                    $"rollback to policy version {policy.Version.Number.ToString(CultureInfo.InvariantCulture)}: {by.Why}"
                );
                var result = Foresee(policy, now, reader, by, parsed.GetValue(length) ?? UsualLength);
                var isNothing = policy.IsContradicted || result.Acts.IsEmpty;
                if (isNothing || !parsed.GetValue(proposal.Apply))
                {
                    return ReplyOf(result, policy.IsContradicted ? ExitCode.Refused : ExitCode.Done);
                }

                var done = await ActOptions.DoAsync(
                    composition,
                    result.Acts,
                    $"rollback to {policy.Version.Number.ToString(CultureInfo.InvariantCulture)} by {by.Who}",
                    isRecordOnly: false,
                    cancellationToken
                );
                return ReplyOf(
                    result with
                    {
                        Acts = done.Result.Acts,
                        Done = done.Result,
                    },
                    done.ExitCode is ExitCode.Done && !result.Rollback.Forbidden.IsEmpty ? ExitCode.Refused : done.ExitCode
                );
            }
        );
        return command;
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

    private static Reply ReplyOf(RollbackResult result, int exitCode) =>
        Reply.Of(new Answer<RollbackResult>(result, exitCode), RollbackAnswer.Of, UndoJson.Default.RollbackAnswer, RollbackText.Write);

    private static long? NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
