using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating;
using Shield.Operating.Answers;
using Shield.Operating.Undoing;
using Shield.Operating.Words;

namespace Shield.Cli.Undoing;

internal static class UndoCommand
{
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string?>("act")
        {
            Description = "The id of an act, as shield threats acts shows it; without it, the last command's acts",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var together = new Option<bool>("--together") { Description = "With the act also those that the same command recorded" };
        var who = new Option<string?>("--who")
        {
            Description = "All acts of this person since --since: the whole name, or what stands before its @",
        };
        var since = Since.Option("How far back with --who, such as 1h or 7d, or a date, such as 2026-11-29");
        var command = new Command("undo", "Take acts back: shown first, done with --apply") { id, together, who, since };
        var proposal = ProposalOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            var (isOne, isPersons) = (result.GetResult(id) is { Tokens.Count: > 0 }, result.GetResult(who) is not null);
            if (isPersons != result.GetResult(since) is not null)
            {
                result.AddError("--who and --since go together: whose acts, and since when");
            }

            if (isOne && isPersons)
            {
                result.AddError("name one act, or --who and --since, not both");
            }

            if (result.GetResult(together) is { Implicit: false } && !isOne)
            {
                result.AddError("--together is about the act that is named");
            }
        });
        runner.On(
            command,
            need: _ => PceNeed.ToReconcile,
            async (parsed, composition, cancellationToken) =>
            {
                var now = composition.Now;
                var reader = await composition.OpenReaderAsync(cancellationToken);
                var acts = (await reader.ReadAsync(EvidenceScope.Only([]), cancellationToken)).Acts;
                var (undo, fault) = Find(
                    parsed.GetValue(id),
                    parsed.GetValue(together),
                    parsed.GetValue(who),
                    Since.Of(parsed.GetValue(since), now),
                    acts,
                    now
                );
                if (undo is null)
                {
                    return Reply.Of(ErrorAnswer.Of("unknown-act", fault!));
                }

                var by = await proposal.SignatureAsync(parsed, runner, composition.Settings, cancellationToken);
                ImmutableArray<Act> withdrawals = [.. undo.Takes.Select(act => OperatorAct.Withdraw(act, by, now))];
                var foreseen = withdrawals.IsEmpty
                    ? null
                    : await Proposing.ForeseeAsync(
                        await ReaderAsync(composition, withdrawals, cancellationToken),
                        withdrawals,
                        now,
                        composition.Note,
                        cancellationToken
                    );
                var isLast = parsed.GetValue(id) is null && parsed.GetValue(who) is null;
                var result = new UndoResult(undo, foreseen, Done: null)
                {
                    Repetition = isLast && undo.Takes is [var last, ..] ? $"shield undo {last.Id} --together" : "the same command",
                };
                if (withdrawals.IsEmpty || !parsed.GetValue(proposal.Apply))
                {
                    return ReplyOf(result, ExitCode.Done);
                }

                var done = await ActOptions.DoAsync(composition, withdrawals, $"undo by {by.Who}", isRecordOnly: false, cancellationToken);
                return ReplyOf(result with { Done = done.Result }, done.ExitCode);
            }
        );
        return command;
    }

    /// <summary>Null where the PCE cannot be asked from here.</summary>
    private static async Task<SituationReader?> ReaderAsync(
        Composition composition,
        ImmutableArray<Act> acts,
        CancellationToken cancellationToken
    ) =>
        composition.IsOfStack
            ? null
            : await composition.OpenSituationAsync(
                EvidenceScope.AliveAnd([.. acts.Select(act => act.Indicator).OfType<Indicator>()]),
                cancellationToken
            );

    private static Reply ReplyOf(UndoResult result, int exitCode) =>
        Reply.Of(new Answer<UndoResult>(result, result.ExitCode(exitCode)), UndoAnswer.Of, UndoJson.Default.UndoAnswer, UndoText.Write);

    private static (Undo? Undo, string? Fault) Find(
        string? id,
        bool together,
        string? who,
        DateTimeOffset? since,
        ImmutableArray<Act> acts,
        DateTimeOffset now
    )
    {
        if (who is not null)
        {
            return Undo.OfPerson(who, since!.Value, acts, now) is { IsEmpty: false } persons
                ? (persons, null)
                : (
                    null,
                    $"'{who}' did nothing since {TimeText.Of(since)}, as far as the ledger knows; shield threats acts shows who did what"
                );
        }

        if (id is null)
        {
            return Undo.OfLast(acts, now) is { } last ? (last, null) : (null, "the ledger holds no act that could be undone");
        }

        return acts.FirstOrDefault(act => act.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } act
            ? (Undo.OfOne(act, together, acts, now), null)
            : (null, $"the ledger holds no act '{id}'; shield threats acts shows the ids");
    }
}
