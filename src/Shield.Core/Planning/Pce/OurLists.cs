using System.Collections.Immutable;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>One of our lists in both its versions.</summary>
/// <param name="Active">Null where it was never provisioned.</param>
public sealed record ListPair(ListPurpose List, PceList Draft, PceList? Active);

/// <summary>What of ours stands on the PCE, or why it cannot be worked with.</summary>
public sealed record OurLists
{
    /// <summary>Names may be switched off, by taking their rule or their list away: that is no reason to stop blocking addresses.</summary>
    private static readonly ImmutableArray<ListPurpose> Necessary = [ListPurpose.Inbound, ListPurpose.Outbound];

    private OurLists(ImmutableArray<ListPair> lists, PolicyRefusal? fault) => (Lists, Fault) = (lists, fault);

    /// <summary>Whatever was found, also beside a fault: <c>explain</c> can still read from it.</summary>
    public ImmutableArray<ListPair> Lists { get; }

    public PolicyRefusal? Fault { get; }

    /// <param name="isMove">Lists of the other mode are no fault: they are on their way out.</param>
    public static OurLists Of(PceView view, string owner, PceMode mode, bool isMove = false)
    {
        var lists = Enum.GetValues<ListPurpose>().Select(list => Pair(view, owner, mode, list)).OfType<ListPair>().ToImmutableArray();
        return new OurLists(lists, FaultOf(view, owner, mode, isMove, lists));
    }

    private static PolicyRefusal? FaultOf(PceView view, string owner, PceMode mode, bool isMove, ImmutableArray<ListPair> lists) =>
        (isMove ? null : OtherMode(view, owner, mode))
        ?? Twice(view, owner)
        ?? Missing(view, owner, mode, lists)
        ?? Deletion(view, lists)
        ?? TooBroad(lists)
        ?? Rules(view, mode);

    private static PolicyRefusal? OtherMode(PceView view, string owner, PceMode mode) =>
        ListFaults.OfOtherMode(view.Draft.Concat(view.Active).Where(list => list.Mark.Owner == owner), mode) is [var other, ..]
            ? new PolicyRefusal(
                PolicyFault.ModeMismatch,
                $"Pce:Mode is {mode.ToWord()}, but '{other.Name}' ({other.Href}) is a list of ours in {other.Mark.Mode.ToWord()} mode: "
                    + "change Pce:Mode back, or move the threats over with shield init --migrate"
            )
            : null;

    private static PolicyRefusal? Twice(PceView view, string owner) =>
        ListFaults.Twins(view.Draft.Where(list => list.Mark.Owner == owner)) is [var one, ..] twins
            ? new PolicyRefusal(PolicyFault.TwoLists, $"two lists carry the mark {one.Mark}: {ListFaults.Named(twins)}")
            : null;

    private static PolicyRefusal? Missing(PceView view, string owner, PceMode mode, ImmutableArray<ListPair> lists)
    {
        var isBare = lists.IsEmpty && view.Rules.All(rule => rule.Condition is RuleCondition.Missing);
        if (isBare)
        {
            return new PolicyRefusal(PolicyFault.NotInitialised, $"nothing of owner '{owner}' is on this PCE yet: shield init --apply");
        }

        ListPurpose[] missing = [.. Necessary.Where(list => lists.All(pair => pair.List != list))];
        return (missing, lists.FirstOrDefault(list => list.Active is null)) switch
        {
            ([var list, ..], _) => new PolicyRefusal(
                PolicyFault.ListMissing,
                $"the {list.ToWord()} list is gone (no list carries the mark {new ListMark(owner, mode, list)}): "
                    + "shield init --apply makes it anew"
            ),
            (_, { } fresh) => new PolicyRefusal(
                PolicyFault.ListMissing,
                $"'{fresh.Draft.Name}' was never provisioned: shield init --apply finishes that"
            ),
            _ => null,
        };
    }

    private static PolicyRefusal? Deletion(PceView view, ImmutableArray<ListPair> lists)
    {
        var rule = view.Rules.FirstOrDefault(rule => rule.Condition is RuleCondition.PendingDeletion);
        return (ListFaults.PendingDeletion(lists.Select(pair => pair.Draft)), rule) switch
        {
            ([var draft, ..], _) => new PolicyRefusal(
                PolicyFault.PendingDeletion,
                $"'{draft.Name}' is pending deletion (by {draft.UpdatedBy ?? "somebody"}, {draft.UpdatedAt:u}): "
                    + "revert that, or provision it and run shield init --apply"
            ),
            (_, { } doomed) => new PolicyRefusal(PolicyFault.PendingDeletion, $"the {doomed.List.ToWord()} rule: {doomed.Detail}"),
            _ => null,
        };
    }

    // Such a draft is never written over nor provisioned: whoever widened it may be about to block, or open, the world.
    private static PolicyRefusal? TooBroad(ImmutableArray<ListPair> lists) =>
        ListFaults.TooBroad(lists.SelectMany(pair => new[] { pair.Draft, pair.Active }).OfType<PceList>()) is var (list, entry)
            ? new PolicyRefusal(
                PolicyFault.TooBroad,
                $"the {(lists.Any(pair => ReferenceEquals(pair.Draft, list)) ? "draft" : "active")} version of "
                    + $"'{list.Name}' holds {entry.What} "
                    + $"(last edited by {list.UpdatedBy ?? "somebody"}, {list.UpdatedAt:u}): a deny list that broad blocks everybody"
            )
            : null;

    // In exclusion mode the rules are other people's, and it is for init to make them use a list; where none does, nothing is blocked, and
    // status says so.
    private static PolicyRefusal? Rules(PceView view, PceMode mode) =>
        view.Rules.FirstOrDefault(rule => rule.Condition is RuleCondition.Inverted) is { } inverted
            ? new PolicyRefusal(
                PolicyFault.Inverted,
                $"the {inverted.List.ToWord()} list holds Any and a deny rule uses it: {inverted.Detail}"
            )
        : mode is PceMode.Deny ? MissingRule(view)
        : null;

    private static PolicyRefusal? MissingRule(PceView view) =>
        view.Rules.FirstOrDefault(rule =>
            Necessary.Contains(rule.List) && rule.Condition is (RuleCondition.Missing or RuleCondition.NotProvisioned)
        )
            is { } missing
            ? new PolicyRefusal(
                PolicyFault.RuleMissing,
                $"no active rule uses the {missing.List.ToWord()} list{(missing.Detail is null ? "" : $" ({missing.Detail})")}: "
                    + "shield init --apply"
            )
            : null;

    private static ListPair? Pair(PceView view, string owner, PceMode mode, ListPurpose list)
    {
        var mark = new ListMark(owner, mode, list);
        return view.Draft.FirstOrDefault(draft => draft.Mark == mark) is { } draft
            ? new ListPair(list, draft, view.Active.FirstOrDefault(active => active.Href == draft.Href))
            : null;
    }
}
