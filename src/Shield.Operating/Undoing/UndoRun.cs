using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Faults;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

/// <summary>Which acts to undo: one, all of a person since then, or, without either, those of the last command.</summary>
public sealed record UndoQuestion
{
    public string? Id { get; init; }

    /// <summary>With the act also those that the same command recorded.</summary>
    public bool Together { get; init; }

    /// <summary>The whole name, or what stands before its @.</summary>
    public string? Who { get; init; }

    public DateTimeOffset? Since { get; init; }
}

/// <summary><c>undo</c>: shown first, and done on demand.</summary>
public static class UndoRun
{
    /// <param name="composition">What it works with.</param>
    /// <param name="question">Which acts.</param>
    /// <param name="by">Who undoes them, and why.</param>
    /// <param name="applies">Does it; else nothing is recorded or written.</param>
    /// <param name="cancellationToken">Ends the wait for the reconcile.</param>
    /// <exception cref="RecordedException">Recorded, and the PCE could not be brought to it.</exception>
    public static async Task<(Answer<UndoResult>? Answer, AnswerFault? Fault)> RunAsync(
        Composition composition,
        UndoQuestion question,
        Signature by,
        bool applies,
        CancellationToken cancellationToken
    )
    {
        var now = composition.Now;
        var reader = await composition.OpenReaderAsync(cancellationToken);
        var acts = (await reader.ReadAsync(EvidenceScope.Only([]), cancellationToken)).Acts;
        var (undo, fault) = Find(question, acts, now);
        if (undo is null)
        {
            return (null, new AnswerFault("unknown-act", fault!));
        }

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
        var isLast = question.Id is null && question.Who is null;
        var result = new UndoResult(undo, foreseen, Done: null)
        {
            Repetition = isLast && undo.Takes is [var last, ..] ? $"shield undo {last.Id} --together" : "the same command",
        };
        if (withdrawals.IsEmpty || !applies)
        {
            return (AnswerOf(result, ExitCode.Done), null);
        }

        var done = await ActRun.DoAsync(composition, withdrawals, $"undo by {by.Who}", isRecordOnly: false, cancellationToken);
        return (AnswerOf(result with { Done = done.Result }, done.ExitCode), null);
    }

    private static Answer<UndoResult> AnswerOf(UndoResult result, int exitCode) => new(result, result.ExitCode(exitCode));

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

    private static (Undo? Undo, string? Fault) Find(UndoQuestion question, ImmutableArray<Act> acts, DateTimeOffset now)
    {
        if (question.Who is { } who)
        {
            return Undo.OfPerson(who, question.Since!.Value, acts, now) is { IsEmpty: false } persons
                ? (persons, null)
                : (
                    null,
                    $"'{who}' did nothing since {TimeText.Of(question.Since)}, as far as the ledger knows; "
                        + "shield threats acts shows who did what"
                );
        }

        if (question.Id is not { } id)
        {
            return Undo.OfLast(acts, now) is { } last ? (last, null) : (null, "the ledger holds no act that could be undone");
        }

        return acts.FirstOrDefault(act => act.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } act
            ? (Undo.OfOne(act, question.Together, acts, now), null)
            : (null, $"the ledger holds no act '{id}'; shield threats acts shows the ids");
    }
}
