using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reading;

namespace Shield.Pce.Installing;

/// <summary>From what is there and what was asked for to what is to be done: pure.</summary>
internal static class ExclusionPlanning
{
    private static readonly ImmutableArray<Direction> Directions = [Direction.Inbound, Direction.Outbound];

    /// <summary>Lists that are missing, and our list in the place of Any in the rules that were named.</summary>
    /// <param name="isMove">Lists of the other mode are on their way out.</param>
    public static ExclusionPlan Narrow(ExclusionState state, RuleChoice choice, bool isMove)
    {
        var chosen = state
            .RuleSets.SelectMany(set =>
                set.Rules.Where(rule => choice.Names(rule) || (choice.AllAny && IsFit(rule))).Select(rule => (Set: set, Rule: rule))
            )
            .ToImmutableArray();
        ImmutableArray<RuleEdit> edits =
        [
            .. chosen
                .Where(one => one.Rule.UsesAny)
                .Select(one => new RuleEdit(one.Set, one.Rule, state.AnyHref, state.ListOf(one.Rule.Direction)?.Href)),
        ];
        var fresh = Directions.Select(state.ListOf).OfType<PceList>().Where(list => list.Pending is PendingUpdate.Create);
        return new ExclusionPlan
        {
            State = state,
            CreatesLists = [.. Directions.Where(direction => state.ListOf(direction) is null)],
            UnfinishedLists = [.. fresh.Select(list => list.Href)],
            Edits = edits,
            ProvisionsRuleSets = RuleSetsOf(state, edits, set => HalfUndone(set, edits) is []),
            Refusal =
                RefusalOfLists(state, isMove)
                ?? (isMove ? null : Deletion(state))
                ?? Inverted(state)
                ?? NoAny(state)
                ?? RefusalOfRules(state, choice, edits, rule => rule.IsNarrowedInDraft && choice.Includes(rule), Unfit),
            Notes = NotesOf(state, edits),
        };
    }

    /// <summary>Any in the place of our lists: in rules that history says we narrowed, and in those that were named.</summary>
    public static ExclusionPlan Widen(ExclusionState state, RuleChoice choice, bool isMove)
    {
        var users = (
            from set in state.RuleSets
            from rule in set.Rules
            where rule.UsesOurs
            let isAsked = choice.Includes(rule)
            let known = state.History.InPlaceOf(state.ListOf(rule.Direction)!.Href, rule.Href, rule.Direction)
            select (Set: set, Rule: rule, Known: known, IsAsked: isAsked)
        ).ToImmutableArray();
        ImmutableArray<RuleEdit> edits =
        [
            .. from one in users
            where one.Known is not null || one.IsAsked
            select new RuleEdit(one.Set, one.Rule, state.ListOf(one.Rule.Direction)!.Href, one.Known ?? state.AnyHref),
        ];
        return new ExclusionPlan
        {
            State = state,
            CreatesLists = [],
            UnfinishedLists = [],
            Edits = edits,
            ProvisionsRuleSets = RuleSetsOf(state, edits, _ => true),
            Refusal =
                RefusalOfLists(state, isMove)
                ?? (edits.Any(edit => edit.To is null) ? NoAny(state) : null)
                ?? RefusalOfRules(
                    state,
                    choice,
                    edits,
                    rule => rule.IsWidenedInDraft && (choice.Includes(rule) || IsKnown(rule)),
                    rule => rule.UsesOurs ? null : "it does not use a list of ours"
                ),
            Notes =
            [
                .. users
                    .Where(one => one.Known is null && !one.IsAsked)
                    .Select(one =>
                        $"{Name(one.Set, one.Rule)} uses our {one.Rule.Direction.ToWord()} list, and neither history "
                        + "nor the PCE's policy versions say that init put it there: left as it is; "
                        + $"--rule {one.Rule.Href} or --all-any-rules puts Any in its place"
                    ),
            ],
        };

        bool IsKnown(RuleOfOthers rule) =>
            state.ListOf(rule.Direction) is { } list && state.History.InPlaceOf(list.Href, rule.Href, rule.Direction) is not null;
    }

    private static bool IsFit(RuleOfOthers rule) => rule.UsesAny && Unfit(rule) is null;

    private static string? Unfit(RuleOfOthers rule) =>
        rule switch
        {
            { IsInverted: true } =>
                $"it means everybody but its {RuleSide.NameOf(rule.Direction)}, so an exclusion would let the malicious in",
            { UsesAny: false, UsesOurs: false } => "it does not use Any",
            _ => null,
        };

    /// <param name="state">What is there.</param>
    /// <param name="edits">What is to be changed.</param>
    /// <param name="isFinished">Whether what an earlier run left pending in a rule set is finished by this command: <c>init</c> finishes no
    /// <c>--undo</c>.</param>
    private static ImmutableArray<string> RuleSetsOf(
        ExclusionState state,
        ImmutableArray<RuleEdit> edits,
        Func<RuleSetOfOthers, bool> isFinished
    ) =>
        [
            .. state
                .RuleSets.Where(set => set.IsPendingByUs && isFinished(set))
                .Select(set => set.Href)
                .Concat(edits.Select(edit => edit.RuleSet.Href))
                .Distinct(),
        ];

    /// <summary>Rules in which an earlier <c>--undo</c> put Any back in the draft only, and which this command does not change.</summary>
    private static ImmutableArray<RuleOfOthers> HalfUndone(RuleSetOfOthers set, ImmutableArray<RuleEdit> edits) =>
        [.. set.Rules.Where(rule => rule.IsWidenedInDraft && edits.All(edit => edit.Rule != rule))];

    private static PolicyRefusal? RefusalOfLists(ExclusionState state, bool isMove)
    {
        var others = ListFaults.OfOtherMode(state.Lists, PceMode.Exclusion);
        var twins = ListFaults.Twins(state.Lists);
        return (others, twins) switch
        {
            ([var other, ..], _) when !isMove => new PolicyRefusal(
                PolicyFault.ModeMismatch,
                OtherModeText.For(PceMode.Exclusion, other.Mark.Mode, ListFaults.Named(others))
            ),
            (_, [var twin, ..]) => new PolicyRefusal(
                PolicyFault.TwoLists,
                $"several lists carry the mark {twin.Mark}: {ListFaults.Named(twins)}; remove the mark (external data "
                    + "reference) from all but one"
            ),
            _ => null,
        };
    }

    private static PolicyRefusal? Deletion(ExclusionState state) =>
        ListFaults.PendingDeletion(state.Lists.Where(list => list.Mark.Mode is PceMode.Exclusion)) is [_, ..] deleted
            ? new PolicyRefusal(PolicyFault.PendingDeletion, $"{ListFaults.Named(deleted)}: {PendingDeletionText.Remedy}")
            : null;

    private static PolicyRefusal? Inverted(ExclusionState state) =>
        state.Conditions.FirstOrDefault(rule => rule.Condition is RuleCondition.Inverted) is { } inverted
            ? new PolicyRefusal(
                PolicyFault.Inverted,
                $"the {inverted.Direction.ToWord()} list holds everybody, and it is used where that keeps everybody out "
                    + $"or lets only the malicious in: {inverted.Detail}"
            )
            : null;

    private static PolicyRefusal? NoAny(ExclusionState state) =>
        state.AnyHref is null
            ? new PolicyRefusal(
                PolicyFault.NoAnyList,
                "this PCE has no list 'Any (0.0.0.0/0 and ::/0)' of the system's own, for which a list of ours could stand in"
            )
            : null;

    /// <param name="state">What is there.</param>
    /// <param name="choice">The rules that were named.</param>
    /// <param name="edits">What is to be changed.</param>
    /// <param name="isHalfDone">A rule that an earlier run of the same command changed in the draft: its rule set is to be provisioned
    /// too.</param>
    /// <param name="unfit">Why a named rule cannot be changed; null where it can.</param>
    private static PolicyRefusal? RefusalOfRules(
        ExclusionState state,
        RuleChoice choice,
        ImmutableArray<RuleEdit> edits,
        Func<RuleOfOthers, bool> isHalfDone,
        Func<RuleOfOthers, string?> unfit
    )
    {
        var named = choice.Hrefs.Select(WireText.ToDraft).ToImmutableArray();
        var unknown = named.Where(href => state.Rules.All(rule => rule.Href != href)).ToImmutableArray();
        if (unknown is not [])
        {
            return new PolicyRefusal(
                PolicyFault.UnknownRule,
                $"no allow rule that uses Any or a list of ours has the href {string.Join(", ", unknown)}; shield init shows those that do"
            );
        }

        var unfitting = state
            .RuleSets.SelectMany(set =>
                set.Rules.Where(rule => named.Contains(rule.Href) && unfit(rule) is not null)
                    .Select(rule => $"{Name(set, rule)}: {unfit(rule)}")
            )
            .ToImmutableArray();
        if (unfitting is not [])
        {
            return new PolicyRefusal(PolicyFault.UnfitRule, string.Join("; ", unfitting));
        }

        var touched = edits.Select(edit => edit.RuleSet).Concat(state.RuleSets.Where(set => set.Rules.Any(isHalfDone)));
        return touched.FirstOrDefault(set => set is not ({ Pending: PendingUpdate.None } or { IsPendingByUs: true })) is { } pending
            ? new PolicyRefusal(
                PolicyFault.ForeignDraft,
                $"rule set '{pending.Name}' ({pending.Href}) holds somebody's draft edits "
                    + $"({pending.UpdatedBy ?? "somebody unknown"}, {pending.UpdatedAt:u}), and provisioning it would take them "
                    + "along: provision or revert them first"
            )
            : null;
    }

    private static ImmutableArray<string> NotesOf(ExclusionState state, ImmutableArray<RuleEdit> edits)
    {
        var halfUndone = state.RuleSets.SelectMany(set => HalfUndone(set, edits).Select(rule => Name(set, rule)));
        var left = state
            .RuleSets.SelectMany(set =>
                set.Rules.Where(rule => rule.UsesAny && edits.All(edit => edit.Rule != rule)).Select(rule => (Set: set, Rule: rule))
            )
            .ToImmutableArray();
        return
        [
            .. halfUndone.Select(rule =>
                $"{rule} uses our list on the active policy and Any in the draft, as an init --undo "
                + "leaves it that broke off: left as it is; init --undo --apply finishes that, and --rule takes it back"
            ),
            .. left.Where(one => one.Rule.IsInverted)
                .Select(one => $"{Name(one.Set, one.Rule)} uses Any as an exception and is no rule to narrow"),
            .. left.Any(one => !one.Rule.IsInverted)
                ?
                [
                    $"{left.Count(one => !one.Rule.IsInverted)} allow rule(s) use Any and are left as they are: whom our "
                        + "lists exclude still gets through them; --rule HREF or --all-any-rules narrows them",
                ]
                : ImmutableArray<string>.Empty,
        ];
    }

    public static string Name(RuleSetOfOthers set, RuleOfOthers rule) =>
        $"{(rule.Description is "" ? "a rule" : $"'{rule.Description}'")} of rule set '{set.Name}' ({rule.Href})";
}
