using Shield.Core.Planning.Pce;
using Shield.Operating.Answers;
using Shield.Pce.Installing;

namespace Shield.Operating.Init;

/// <summary><c>init</c> in deny mode: shows what is missing on the PCE, and with <c>--apply</c> makes it.</summary>
/// <param name="owner">Whose lists and rules they are (<c>Pce:OwnerId</c>).</param>
public sealed class Initialisation(string owner, Installation installation, Dismantling dismantling, InitLedger ledger)
{
    /// <summary>
    /// Of several <c>init</c> at once with the same ledger, the lease lets one make everything, and the others find it made. Those with
    /// different ledgers find each other's lists on the PCE by our mark.
    /// </summary>
    public async Task<Answer<InitAnswer>> RunAsync(InitRequest request, bool isMove, CancellationToken cancellationToken)
    {
        if (!request.Apply)
        {
            return Shown(await PlanAsync());
        }

        return await HoldAsync(
            async renew =>
            {
                var plan = await PlanAsync();
                if (plan.Refusal is not null || plan.IsNothingToDo)
                {
                    return Shown(plan);
                }

                var result = await installation.ApplyAsync(plan, renew, cancellationToken);
                return new Answer<InitAnswer>(
                    InitAnswers.Of(plan) with
                    {
                        Applied = true,
                        Create = result.Created,
                        PolicyVersion = result.Version?.Number,
                    },
                    ExitCode.Done
                );
            },
            cancellationToken
        );

        async Task<InstallationPlan> PlanAsync()
        {
            var state = await installation.ReadAsync(request.Domains, cancellationToken);
            return isMove ? Installation.PlanMove(state)
                : request.Rescope ? Installation.PlanScope(state)
                : Installation.Plan(state);
        }
    }

    /// <summary><c>init --domains --undo</c>: the list and the rule for names go; addresses are blocked as before.</summary>
    public async Task<Answer<InitAnswer>> UndoDomainsAsync(InitRequest request, CancellationToken cancellationToken)
    {
        if (!request.Apply)
        {
            return ShownRemoval(await dismantling.PlanDomainsAsync(cancellationToken));
        }

        return await HoldAsync(
            async renew =>
            {
                var plan = await dismantling.PlanDomainsAsync(cancellationToken);
                if (plan.Refusal is not null || plan.IsNothingToDo)
                {
                    return ShownRemoval(plan);
                }

                var result = await dismantling.RemoveDomainsAsync(plan, request.Trigger, renew, cancellationToken);
                return new Answer<InitAnswer>(
                    InitAnswers.Of(owner, plan) with
                    {
                        Applied = true,
                        PolicyVersion = result.Version?.Number,
                    },
                    ExitCode.Done
                );
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Takes the lease where there is a ledger. Deny mode records nothing in it, so no ledger is made for the lease alone.
    /// </summary>
    private Task<T> HoldAsync<T>(Func<Func<CancellationToken, Task>, Task<T>> work, CancellationToken cancellationToken) =>
        ledger.Exists ? ledger.HoldAsync((journal, _) => work(journal.RenewAsync), cancellationToken) : work(_ => Task.CompletedTask);

    private static Answer<InitAnswer> Shown(InstallationPlan plan) => new(InitAnswers.Of(plan), ExitCodeOf(plan.Refusal));

    private Answer<InitAnswer> ShownRemoval(DomainsRemoval plan) => new(InitAnswers.Of(owner, plan), ExitCodeOf(plan.Refusal));

    public static int ExitCodeOf(PolicyRefusal? refusal) =>
        refusal switch
        {
            null => ExitCode.Done,
            { IsOfThePolicy: true } => ExitCode.Refused,
            _ => ExitCode.Error,
        };
}
