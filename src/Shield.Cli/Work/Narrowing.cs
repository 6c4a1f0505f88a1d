using System.Collections.Immutable;
using Shield.Cli.Hosting;
using Shield.Cli.Output;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Pce.Installing;

namespace Shield.Cli.Work;

/// <summary><c>init</c> in exclusion mode: makes our lists, and puts them in the place of Any in the rules that it was told of; or puts Any back.</summary>
internal sealed class Narrowing(Composition composition)
{
    private readonly ExclusionInstallation _installation = composition.ExclusionInstallation;

    public Task<Answer<InitAnswer>> RunAsync(InitRequest request, bool isMove, CancellationToken cancellationToken) =>
        RunAsync(request, (state, _) => ExclusionInstallation.Plan(state, request.Rules, isMove), cancellationToken);

    /// <summary>The lists stay, and used by nothing they block nobody.</summary>
    public Task<Answer<InitAnswer>> UndoAsync(InitRequest request, bool isMove, CancellationToken cancellationToken) =>
        RunAsync(request, (state, history) => ExclusionInstallation.PlanUndo(state, request.Rules, history, isMove), cancellationToken);

    private async Task<Answer<InitAnswer>> RunAsync(InitRequest request, Func<ExclusionState, ImmutableArray<RuleChange>, ExclusionPlan> planFor, CancellationToken cancellationToken)
    {
        if (!request.Apply)
        {
            return Shown(planFor, await ReadAsync(await composition.OpenReaderAsync(cancellationToken), cancellationToken));
        }

        return await composition.HoldJournalAsync(
            async (journal, ledger) =>
            {
                var read = await ReadAsync(ledger, cancellationToken);
                var plan = planFor(read.State, read.History);
                if (plan.Refusal is not null || plan.IsNothingToDo)
                {
                    return Shown(planFor, read);
                }

                await journal.RenewAsync(cancellationToken);
                var result = await _installation.ApplyAsync(plan, request.Trigger, journal.AppendAsync, cancellationToken);
                var after = await ReadAsync(ledger, cancellationToken);
                return new Answer<InitAnswer>(
                    InitAnswers.Of(planFor(after.State, after.History)) with { Applied = true, Create = result.Created, Provision = true, PolicyVersion = result.Version?.Number },
                    ExitCode.Done);
            },
            cancellationToken);
    }

    private async Task<(ExclusionState State, ImmutableArray<RuleChange> History)> ReadAsync(Core.Ledger.ILedgerReader ledger, CancellationToken cancellationToken)
    {
        var history = await RuleJournal.ReadAsync(ledger, cancellationToken);
        return (await _installation.ReadAsync(history, cancellationToken), history);
    }

    private static Answer<InitAnswer> Shown(Func<ExclusionState, ImmutableArray<RuleChange>, ExclusionPlan> planFor, (ExclusionState State, ImmutableArray<RuleChange> History) read)
    {
        var plan = planFor(read.State, read.History);
        return new Answer<InitAnswer>(InitAnswers.Of(plan), plan.Refusal is { } refusal ? refusal.IsStructural ? ExitCode.Refused : ExitCode.Error : ExitCode.Done);
    }
}
