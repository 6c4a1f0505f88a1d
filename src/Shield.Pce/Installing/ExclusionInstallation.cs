using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
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
/// What <c>init</c> does on a PCE in exclusion mode: two lists that hold Any from birth, and in the allow rules that it was told of one of
/// them in the place of Any; made active by name, nothing else of anybody's. It may be run again at any time, also after it broke off.
/// </summary>
public sealed class ExclusionInstallation(PceClient client, PceOptions options, TimeProvider clock)
{
    /// <summary>So many runs of <c>init</c> are looked into, the newest first.</summary>
    private const int MostSteps = 20;

    private readonly string _owner = options.OwnerId!;
    private readonly ListReader _lists = new(client);
    private readonly ExclusionReader _rules = new(client, options.OwnerId!);
    private readonly ListCreation _creation = new(client, new ListReader(client));
    private readonly Provisioning _provisioning = new(client, clock);

    /// <summary>
    /// What is there, and with it the changes of ours that this ledger does not know: it was lost, or another <c>init</c> of the owner keeps
    /// another one. Reads only.
    /// </summary>
    /// <remarks>
    /// Another <c>init</c> may be at work meanwhile. Each look may therefore show a change that the look before did not; it is over when one
    /// shows nothing new.
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
            var state = await ReadAsync(history, cancellationToken).ConfigureAwait(false);
            var recalled = await RecallAsync(state, choice, isUndo, cancellationToken).ConfigureAwait(false);
            if (recalled is [])
            {
                return state;
            }

            history = [.. recalled, .. history];
        }
    }

    /// <param name="history">Our own changes of rules, oldest first: by them a draft of ours is told from somebody else's.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    private async Task<ExclusionState> ReadAsync(ImmutableArray<RuleChange> history, CancellationToken cancellationToken)
    {
        var all = await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false);
        var lists = all.Where(list => list.Mark.Owner == _owner).ToImmutableArray();
        var anyHref = await _rules.FindAnyAsync(cancellationToken).ConfigureAwait(false);
        var active = await _rules.ReadRuleSetsAsync("active", cancellationToken).ConfigureAwait(false);
        var state = new ExclusionState
        {
            Owner = _owner,
            History = history,
            Lists = lists,
            AnyHref = anyHref,
            RuleSets = [],
            Conditions = await _rules.JudgeAsync(all, active, cancellationToken).ConfigureAwait(false),
        };
        var activeRules = active.SelectMany(set => set.Rules).ToLookup(rule => WireText.ToDraft(rule.Href));
        var ruleSets = ImmutableArray.CreateBuilder<RuleSetOfOthers>();
        foreach (var set in await _rules.ReadRuleSetsAsync("draft", cancellationToken).ConfigureAwait(false))
        {
            // A rule on its way out is nobody's to change.
            ImmutableArray<RuleOfOthers> rules =
            [
                .. set
                    .Rules.Where(rule => PendingOf(rule.UpdateType, rule.Href) is not PendingUpdate.Delete)
                    .SelectMany(rule => ToRules(rule, activeRules[WireText.ToDraft(rule.Href)].FirstOrDefault(), state)),
            ];
            if (rules is not [] && PendingOf(set.UpdateType, set.Href) is not PendingUpdate.Delete)
            {
                ruleSets.Add(await ToRuleSetAsync(set, rules, history, cancellationToken).ConfigureAwait(false));
            }
        }

        return state with
        {
            RuleSets = ruleSets.ToImmutable(),
        };
    }

    /// <summary>
    /// Changes of ours that history does not know. They are told from what the PCE shows and what the command was
    /// asked to do: a chosen rule in whose draft one of our lists and Any changed places, and nothing else; and, to be undone, a rule in
    /// which a policy version that <c>init</c> made put our list in the place of Any. Asks nothing where history knows every rule.
    /// </summary>
    private async Task<ImmutableArray<RuleChange>> RecallAsync(
        ExclusionState state,
        RuleChoice choice,
        bool isUndo,
        CancellationToken cancellationToken
    )
    {
        if (state.AnyHref is not { } any)
        {
            return [];
        }

        var unknown = (
            from set in state.RuleSets
            from rule in set.Rules
            let list = state.ListOf(rule.Direction)?.Href
            where list is not null && state.History.InPlaceOf(list, rule.Href, rule.Direction) is null
            let isAsked = choice.Includes(rule)
            // A rule set may be changed meanwhile by another init, of which this ledger knows nothing: what that was asked to do, this one
            // is too.
            let isDrafted = rule.IsNarrowedInDraft ? isUndo || isAsked : set.Pending is PendingUpdate.Update && isAsked
            select (Rule: rule, IsDrafted: isDrafted, Change: Recalled(set, rule, any, list))
        ).ToLookup(one => one.IsDrafted);
        ImmutableArray<RuleChange> active = [.. unknown[false].Where(one => isUndo && one.Rule.UsedOurs).Select(one => one.Change)];
        return [.. unknown[true].Select(one => one.Change), .. await NarrowedByStepsAsync(active, cancellationToken).ConfigureAwait(false)];
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

    /// <summary>
    /// Those of the changes that a policy version shows which <c>init</c> of this owner provisioned: Any in the version before it, our list
    /// in it.
    /// </summary>
    private async Task<ImmutableArray<RuleChange>> NarrowedByStepsAsync(
        ImmutableArray<RuleChange> changes,
        CancellationToken cancellationToken
    )
    {
        var found = ImmutableArray.CreateBuilder<RuleChange>();
        var steps = changes is [] ? [] : await _provisioning.ReadStepsAsync(_owner, cancellationToken).ConfigureAwait(false);
        foreach (var (version, before) in steps.Take(MostSteps))
        {
            if (changes.Length == found.Count)
            {
                break;
            }

            var old = await ReadRulesAsync(before, cancellationToken).ConfigureAwait(false);
            var made = await ReadRulesAsync(version, cancellationToken).ConfigureAwait(false);
            found.AddRange(
                changes
                    .Except(found)
                    .Where(change => Uses(made, change, change.To) && !Uses(old, change, change.To) && Uses(old, change, change.From))
            );
        }

        return found.ToImmutable();

        static bool Uses(ILookup<string, AnyRuleWire> rules, RuleChange change, string list)
        {
            var direction = change.List == Direction.Inbound.ToWord() ? Direction.Inbound : Direction.Outbound;
            return rules[change.Rule].Any(rule => RuleSide.Uses(rule, direction, list));
        }
    }

    /// <summary>By draft href; none where the PCE does not have that version any more.</summary>
    private async Task<ILookup<string, AnyRuleWire>> ReadRulesAsync(long version, CancellationToken cancellationToken)
    {
        AnyRuleSetWire[] sets;
        try
        {
            sets = await _rules.ReadRuleSetsAsync(version.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        }
        catch (PceException gone) when (gone.Fault is PceFault.NotFound)
        {
            sets = [];
        }

        return sets.SelectMany(set => set.Rules).ToLookup(rule => WireText.ToDraft(rule.Href));
    }

    private static RuleChange Recalled(RuleSetOfOthers set, RuleOfOthers rule, string any, string list) =>
        new()
        {
            Rule = rule.Href,
            RuleSet = set.Href,
            List = rule.Direction.ToWord(),
            From = any,
            To = list,
            Before = "[]",
            Trigger = "read from the PCE",
        };

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

    private async Task<RuleSetOfOthers> ToRuleSetAsync(
        AnyRuleSetWire set,
        ImmutableArray<RuleOfOthers> rules,
        ImmutableArray<RuleChange> history,
        CancellationToken cancellationToken
    )
    {
        var pending = PendingOf(set.UpdateType, set.Href);
        var ours = history.Where(change => change.RuleSet == set.Href).ToImmutableArray();
        return new RuleSetOfOthers
        {
            Href = set.Href,
            Name = client.Show(set.Name),
            Enabled = set.Enabled,
            Pending = pending,
            IsPendingByUs =
                pending is PendingUpdate.Update
                && ours is not []
                && await DiffersOnlyByAsync(ours, set.Href, cancellationToken).ConfigureAwait(false),
            UpdatedBy = (set.DeletedBy ?? set.UpdatedBy)?.Href,
            UpdatedAt = set.UpdatedAt,
            Rules = rules,
        };
    }

    private IEnumerable<RuleOfOthers> ToRules(AnyRuleWire rule, AnyRuleWire? active, ExclusionState state) =>
        from direction in new[] { Direction.Inbound, Direction.Outbound }
        let usesAny = RuleSide.Uses(rule, direction, state.AnyHref)
        let usesOurs = RuleSide.Uses(rule, direction, state.ListOf(direction)?.Href)
        where usesAny || usesOurs
        select new RuleOfOthers
        {
            Href = WireText.ToDraft(rule.Href),
            Description = client.Show(rule.Description),
            Enabled = rule.Enabled is not false,
            Direction = direction,
            UsesAny = usesAny,
            UsesOurs = usesOurs,
            UsedAny = active is not null && RuleSide.Uses(active, direction, state.AnyHref),
            UsedOurs = active is not null && RuleSide.Uses(active, direction, state.ListOf(direction)?.Href),
            IsInverted = RuleSide.IsInverted(rule, direction),
            Side = RuleSide.Of(rule, direction),
        };

    /// <summary>Whether draft and active are the same but for the lists that we changed, and for when and by whom.</summary>
    private async Task<bool> DiffersOnlyByAsync(ImmutableArray<RuleChange> ours, string ruleSet, CancellationToken cancellationToken)
    {
        var draft = await client.GetAsync(ruleSet, PceJson.Default.JsonObject, cancellationToken).ConfigureAwait(false);
        var active = await client
            .FindAsync(WireText.ToActive(ruleSet), PceJson.Default.JsonObject, cancellationToken)
            .ConfigureAwait(false);
        return active is not null
            && !RuleSetText.HasDeletionInside(draft)
            && JsonNode.DeepEquals(RuleSetText.Neutral(draft, ours), RuleSetText.Neutral(active, ours));
    }

    private PendingUpdate PendingOf(string? updateType, string href) =>
        WireText.Pending(updateType) ?? throw client.Unreadable($"{href} has the unknown update_type '{updateType}'");
}
