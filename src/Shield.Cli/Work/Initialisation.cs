using System.Collections.Immutable;
using Shield.Cli.Output;
using Shield.Core.Evidence;
using Shield.Core.Planning;
using Shield.Pce.Installing;

namespace Shield.Cli.Work;

/// <summary><c>init</c>: shows what is missing on the PCE, and with <c>--apply</c> makes it.</summary>
public static class Initialisation
{
    public static async Task<Answer<InitAnswer>> RunAsync(Installation installation, bool apply, CancellationToken cancellationToken)
    {
        var plan = Installation.Plan(await installation.ReadAsync(cancellationToken));
        var answer = Of(plan);
        if (plan.Refusal is { } refusal)
        {
            return new Answer<InitAnswer>(answer, refusal.IsStructural ? ExitCode.Refused : ExitCode.Error);
        }

        if (!apply || plan.IsNothingToDo)
        {
            return new Answer<InitAnswer>(answer, ExitCode.Done);
        }

        var result = await installation.ApplyAsync(plan, cancellationToken);
        return new Answer<InitAnswer>(answer with { Applied = true, Create = result.Created, PolicyVersion = result.Version?.Number }, ExitCode.Done);
    }

    private static InitAnswer Of(InstallationPlan plan) => new()
    {
        Owner = plan.State.Owner,
        Mode = plan.State.Mode.ToWord(),
        Applied = false,
        Create =
        [
            .. plan.CreatesLists.Select(direction => $"IP list '{InstallationPlan.ListNameFor(plan.State.Owner, direction)}'"),
            .. plan.CreatesRuleSet ? [$"rule set '{plan.RuleSetName}'"] : ImmutableArray<string>.Empty,
            .. plan.CreatesRules.Select(direction => $"override-deny rule, {direction.ToWord()}"),
        ],
        Present =
        [
            .. plan.State.Lists.Select(list => $"IP list '{list.Name}'"),
            .. plan.State.RuleSets.Select(ruleSet => $"rule set '{ruleSet.Name}'"),
            .. plan.State.Rules.Where(rule => rule.Condition is not RuleCondition.Missing).Select(rule => $"override-deny rule, {rule.Direction.ToWord()} ({rule.Condition.ToWord()})"),
        ],
        Provision = plan.Provisions,
        PolicyVersion = null,
        Notes = plan.Notes,
        BreakGlass = plan.BreakGlass,
        Refused = plan.Refusal is { } refusal ? new RefusalRow(CodeOf(refusal.Fault), refusal.Detail) : null,
    };

    private static string CodeOf(InstallationFault fault) => fault switch
    {
        InstallationFault.OtherMode => StructuralFault.ModeMismatch,
        InstallationFault.DuplicateMark => StructuralFault.TwoLists,
        InstallationFault.PendingDeletion => StructuralFault.PendingDeletion,
        InstallationFault.TooBroad => StructuralFault.TooBroad,
        InstallationFault.UnknownLabel => "unknown-label",
        InstallationFault.NoAllServices => "no-all-services",
        InstallationFault.NoDenyRules => "no-deny-rules",
        _ => "not-built",
    };
}
