using Shield.Core.Ledger;
using Shield.Operating.Answers;
using Shield.Pce.Installing;

namespace Shield.Operating.Init;

/// <summary>
/// <c>init</c> in exclusion mode: makes our lists, and puts them in the place of Any in the rules that it was told of; or puts Any back.
/// </summary>
public sealed class RuleNarrowing(ExclusionInstallation installation, InitLedger ledger)
{
    public Task<Answer<InitAnswer>> RunAsync(InitRequest request, bool isMove, CancellationToken cancellationToken) =>
        RunAsync(request, isUndo: false, state => ExclusionInstallation.Plan(state, request.Rules, isMove), cancellationToken);

    /// <summary>The lists stay. No rule uses them any more, so they block nobody.</summary>
    public Task<Answer<InitAnswer>> UndoAsync(InitRequest request, bool isMove, CancellationToken cancellationToken) =>
        RunAsync(request, isUndo: true, state => ExclusionInstallation.PlanUndo(state, request.Rules, isMove), cancellationToken);

    private async Task<Answer<InitAnswer>> RunAsync(
        InitRequest request,
        bool isUndo,
        Func<ExclusionState, ExclusionPlan> planFor,
        CancellationToken cancellationToken
    )
    {
        if (!request.Apply)
        {
            return Shown(await PlanAsync(await ledger.OpenReaderAsync(cancellationToken)));
        }

        return await ledger.HoldAsync(
            async (journal, held) =>
            {
                var plan = await PlanAsync(held);
                if (plan.Refusal is not null || plan.IsNothingToDo)
                {
                    return Shown(plan);
                }

                await journal.RenewAsync(cancellationToken);
                var result = await installation.ApplyAsync(plan, request.Trigger, journal.AppendAsync, cancellationToken);
                var after = InitAnswers.Of(await PlanAsync(held));
                return new Answer<InitAnswer>(
                    after with
                    {
                        Applied = true,
                        Create = result.Created,
                        Provision = true,
                        PolicyVersion = result.Version?.Number,
                    },
                    ExitCode.Done
                );
            },
            cancellationToken
        );

        async Task<ExclusionPlan> PlanAsync(ILedgerReader opened)
        {
            var history = await RuleJournal.ReadAsync(opened, cancellationToken);
            return planFor(await installation.ReadAsync(history, request.Rules, isUndo, cancellationToken));
        }
    }

    private static Answer<InitAnswer> Shown(ExclusionPlan plan) => new(InitAnswers.Of(plan), Initialisation.ExitCodeOf(plan.Refusal));
}
