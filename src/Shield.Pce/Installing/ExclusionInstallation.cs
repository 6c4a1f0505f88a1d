using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>
/// What <c>init</c> does on a PCE in exclusion mode. It makes two lists, which hold Any from the start, and puts one of them in the place
/// of Any in the allow rules that it was told of. It provisions exactly that. It may be run again at any time, also after it broke off.
/// </summary>
public sealed class ExclusionInstallation(PceClient client, PceOptions options, TimeProvider clock)
{
    private readonly string _owner = options.OwnerId!;
    private readonly ExclusionStateReader _reader = new(client, options.OwnerId!);
    private readonly ExclusionRecall _recall = new(client, options.OwnerId!, new Provisioning(client, clock));
    private readonly ListCreation _creation = new(client, new ListReader(client));
    private readonly Provisioning _provisioning = new(client, clock);

    /// <summary>
    /// What is there, and with it the changes of ours that this ledger does not know: it was lost, or another <c>init</c> of the owner
    /// keeps another one. Reads only.
    /// </summary>
    /// <remarks>
    /// Another <c>init</c> may be at work meanwhile. Each look may therefore show a change that the look before did not; it is over when
    /// one shows nothing new.
    /// </remarks>
    /// <param name="history">Our own changes of rules, oldest first.</param>
    /// <param name="choice">The rules that the command was told of.</param>
    /// <param name="isUndo">Whether Any is to be put back.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<ExclusionState> ReadAsync(
        ImmutableArray<RuleChange> history,
        RuleChoice choice,
        bool isUndo,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var state = await _reader.ReadAsync(history, cancellationToken).ConfigureAwait(false);
            var recalled = await _recall.RecallAsync(state, choice, isUndo, cancellationToken).ConfigureAwait(false);
            if (recalled is [])
            {
                return state;
            }

            history = [.. recalled, .. history];
        }
    }

    /// <summary>What is missing, and which of the chosen rules use Any; or why nothing may be done.</summary>
    /// <param name="isMove">Lists of the other mode are on their way out.</param>
    public static ExclusionPlan Plan(ExclusionState state, RuleChoice choice, bool isMove) =>
        ExclusionPlanning.Narrow(state, choice, isMove);

    /// <summary>What puts Any back; the lists stay.</summary>
    public static ExclusionPlan PlanUndo(ExclusionState state, RuleChoice choice, bool isMove) =>
        ExclusionPlanning.Widen(state, choice, isMove);

    /// <summary>Does what the plan says, then makes exactly that active.</summary>
    /// <param name="plan">No refusal.</param>
    /// <param name="trigger">Who or what asked, for history.</param>
    /// <param name="record">Told of every change of a rule before it is made.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="InvalidOperationException">The plan is a refusal.</exception>
    public async Task<InstallationResult> ApplyAsync(
        ExclusionPlan plan,
        string trigger,
        Func<RuleChange, CancellationToken, Task> record,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(record);
        if (plan.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Detail);
        }

        if (plan.IsNothingToDo)
        {
            return new InstallationResult([], null);
        }

        var done = ImmutableArray.CreateBuilder<string>();
        try
        {
            var subset = await ChangeAsync(plan, done, trigger, record, cancellationToken).ConfigureAwait(false);
            var version = await _provisioning.ProvisionStepAsync(_owner, trigger, subset, cancellationToken).ConfigureAwait(false);
            return new InstallationResult(done.ToImmutable(), version);
        }
        catch (PceException failure) when (done.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, done);
        }
    }

    /// <returns>What is to be provisioned.</returns>
    private async Task<ChangeSubset> ChangeAsync(
        ExclusionPlan plan,
        ImmutableArray<string>.Builder done,
        string trigger,
        Func<RuleChange, CancellationToken, Task> record,
        CancellationToken cancellationToken
    )
    {
        var lists = plan.State.Lists.Where(list => list.Mark.Mode is PceMode.Exclusion).ToDictionary(list => list.Mark, list => list.Href);
        foreach (var mark in plan.CreatesLists.Select(MarkOf))
        {
            var description = DescriptionOf(_owner, mark.Purpose, plan.State.AnyHref!);
            (lists[mark], _) = await _creation.CreateAsync(mark, description, cancellationToken).ConfigureAwait(false);
            done.Add($"IP list '{InstallationPlan.ListNameFor(mark)}'");
        }

        foreach (var edit in plan.Edits)
        {
            var ours = lists[MarkOf(edit.Rule.Direction)];
            await EditAsync(edit, edit.From ?? ours, edit.To ?? ours, trigger, record, cancellationToken).ConfigureAwait(false);
            done.Add(
                edit.To is null || edit.To == ours
                    ? $"{ExclusionPlanning.Name(edit.RuleSet, edit.Rule)}: our {edit.Rule.Direction.ToWord()} list in the place of Any"
                    : $"{ExclusionPlanning.Name(edit.RuleSet, edit.Rule)}: Any in the place of our {edit.Rule.Direction.ToWord()} list"
            );
        }

        string[] fresh = [.. plan.UnfinishedLists, .. plan.CreatesLists.Select(direction => lists[MarkOf(direction)])];
        return plan.ProvisionsRuleSets is [var first, .. var others]
            ? ChangeSubset.OfRuleSets(first, others, fresh)
            : ChangeSubset.OfLists(fresh[0], fresh[1..]);
    }

    private ListMark MarkOf(Direction direction) => new ListMark(_owner, PceMode.Exclusion, direction.ToList());

    private static string DescriptionOf(string owner, ListPurpose list, string anyHref)
    {
        var whom =
            list is ListPurpose.Inbound
                ? "who is excluded gets in through no rule that uses this list"
                : "our workloads get out to nobody excluded through a rule that uses this list";
        return $"Everybody but the malicious parties that Amazon GuardDuty reports: {whom}. Never for a deny rule. Kept "
            + $"by GuardDuty Shield '{owner}'; exclusions added by hand stay. {AnyListText.For(anyHref)}";
    }

    private async Task EditAsync(
        RuleEdit edit,
        string from,
        string to,
        string trigger,
        Func<RuleChange, CancellationToken, Task> record,
        CancellationToken cancellationToken
    )
    {
        var (rule, direction) = (edit.Rule, edit.Rule.Direction);
        var before = rule.Side;
        var after = RuleSide.Replace(before, from, to);
        await record(
                new RuleChange
                {
                    Rule = rule.Href,
                    RuleSet = edit.RuleSet.Href,
                    List = direction.ToWord(),
                    From = from,
                    To = to,
                    Before = RuleSide.Text(before),
                    Trigger = trigger,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        var body = RuleSide.Body(after, direction);
        await LostAnswers
            .SendAsync(
                left => client.PutAsync(rule.Href, body, PceJson.Default.RuleSideBody, left, cancellationToken),
                async _ =>
                {
                    var now = await client.GetAsync(rule.Href, PceJson.Default.AnyRuleWire, cancellationToken).ConfigureAwait(false);
                    return RuleSide.AreEqual(RuleSide.Of(now, direction), after);
                }
            )
            .ConfigureAwait(false);
    }
}
