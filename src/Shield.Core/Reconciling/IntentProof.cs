using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// What the active policy, as it was read back, proves of an intent. Only this is counted and told: an entry that was written and is not
/// there is no block (law 16). What an earlier draft of ours held, and this reconcile provisioned, is counted too.
/// </summary>
internal sealed class IntentProof
{
    private readonly Situation _situation;

    /// <summary>The indicator that each added entry was decided for.</summary>
    private readonly Dictionary<EntryChange, Indicator> _parties;

    /// <summary>Blocks that were not active before; true: they are now.</summary>
    private readonly ILookup<bool, IntendedChange> _begun;

    /// <summary>Blocks that were active before and were to end; true: they are not active now.</summary>
    private readonly ILookup<bool, IntendedChange> _ended;

    /// <summary>Of the blocks that began: those whose party somebody's exclusion lets through all the same.</summary>
    private readonly HashSet<IntendedChange> _letThrough;

    private readonly Intent _intent;

    /// <param name="situation">As it was before the writes.</param>
    /// <param name="intent">What was set out to be done.</param>
    /// <param name="active">The active lists as they were read back.</param>
    public IntentProof(Situation situation, Intent intent, ImmutableArray<PceList> active)
        : this(
            situation,
            intent,
            ProvisionedOf(intent, situation.Plan.Lists.Where(list => list.NeedsProvision)),
            BlockedOn(situation.Plan.Lists, situation.View.Active),
            active
        ) { }

    private IntentProof(
        Situation situation,
        Intent intent,
        IEnumerable<IntendedChange> changes,
        HashSet<(ListPurpose List, Indicator Entry)> before,
        ImmutableArray<PceList> active
    )
    {
        (_situation, _intent) = (situation, intent);
        _parties = PartiesOf(situation.Plan);
        var lists = situation.Plan.Lists;
        changes = [.. changes];
        var now = BlockedOn(lists, active);

        _begun = changes.Where(one => one.Change.IsStart && !before.Contains(EntryOf(one))).ToLookup(one => now.Contains(EntryOf(one)));
        _ended = changes.Where(one => !one.Change.IsStart && before.Contains(EntryOf(one))).ToLookup(one => !now.Contains(EntryOf(one)));
        _letThrough = LetThrough(_begun[true], lists, active);
    }

    /// <summary>
    /// Of an intent without an outcome. What was active before it is what the outcome before it left active; what of it took effect is
    /// active now.
    /// </summary>
    /// <param name="situation">As it is found after the crash.</param>
    /// <param name="intent">What was set out to be done.</param>
    public static IntentProof AfterCrash(Situation situation, Intent intent) =>
        new(
            situation,
            intent,
            ProvisionedOf(intent, situation.Plan.Lists),
            situation.Decided.History.Baseline is { } baseline
                ? [.. Enum.GetValues<ListPurpose>().SelectMany(list => baseline.On(list).Select(entry => (list, entry)))]
                : [],
            situation.View.Active
        );

    /// <summary>The report, with the proven part of it filled in.</summary>
    public ReconcileReport In(ReconcileReport report)
    {
        var blocks = NewBlocks().ToLookup(IsEffective, one => one.Party.ToString());
        return report with
        {
            MadeActive = ChangedBlocks.Of(blocks[true]),
            Listed = ChangedBlocks.Of(blocks[false].Except(blocks[true])),
            Ended = ChangedBlocks.Of(_ended[true].Where(one => !GivesWay(one)).Select(one => one.Change.EntryText)),
            Added = _begun[true].Count(),
            AddedNames = _begun[true].Count(one => one.Change.List is ListPurpose.Domains),
            Removed = _ended[true].Count(),
            Unproven = [.. _begun[false].Concat(_ended[false]).Select(one => one.Change.ToString())],
            Exempted = [.. _begun[true].Where(_letThrough.Contains).Select(one => one.Change.EntryText).Distinct()],
        };
    }

    /// <summary>
    /// What of the intent made no block and ended none: not there by the read-back, there before, in the place of an entry that said the
    /// same, let through, or on a list without a rule in force. Names aside: of these nobody knows.
    /// </summary>
    public ImmutableArray<EntryChange> WithoutEffect()
    {
        var proven = NewBlocks().Where(IsEffective).Select(one => one.Begun).Concat(_ended[true]).Select(one => one.Change).ToHashSet();
        return
        [
            .. _intent
                .All.Select(one => one.Change)
                .Where(change => change.List is not ListPurpose.Domains && !proven.Contains(change))
                .Distinct(),
        ];
    }

    /// <summary>
    /// What is on an active list for the first time and that nothing lets through, for whoever measures how long that took.
    /// </summary>
    public ImmutableArray<NewlyActive> NewlyActive()
    {
        var updated = _situation.Decided.Decisions.ToDictionary(
            decision => decision.Indicator,
            decision => decision.Sightings.Max(sighting => (DateTimeOffset?)sighting.Latest.UpdatedAt)
        );
        return
        [
            .. _begun[true]
                .Where(one => !_letThrough.Contains(one))
                .Select(one => (one.Change.List, Indicator: PartyOf(one)))
                .Distinct()
                .Select(one => new NewlyActive(one.List, one.Indicator, updated.GetValueOrDefault(one.Indicator))),
        ];
    }

    /// <summary>
    /// True where what was provisioned is what is active: nobody else provisioned meanwhile, and the read was not behind.
    /// </summary>
    public static bool IsAsWritten(Plan plan, ImmutableArray<PceList> active)
    {
        var now = BlockedOn(plan.Lists, active);
        return now.SetEquals(
            from list in plan.Lists
            from entry in list.NeedsProvision ? list.Written : list.Pair.Active?.Entries ?? []
            where list.Pair.Draft.Mark.Blocks(entry)
            select (list.List, entry.What)
        );
    }

    /// <summary>Of two additions that come to the same entry, the first one's.</summary>
    private static Dictionary<EntryChange, Indicator> PartiesOf(Plan plan) =>
        plan
            .Add.DistinctBy(addition => EntryChange.Of(addition))
            .ToDictionary(addition => EntryChange.Of(addition), addition => addition.Indicator);

    /// <summary>
    /// What this reconcile added and ended, and what an earlier draft of ours held, of the lists that were provisioned. What a list always
    /// holds is no block.
    /// </summary>
    private static IEnumerable<IntendedChange> ProvisionedOf(Intent intent, IEnumerable<ListPlan> lists)
    {
        var provisioned = lists.ToDictionary(list => list.List, list => list.Pair.Draft.Mark);
        var carried = intent.Carried.Where(one =>
            provisioned.TryGetValue(one.Change.List, out var mark) && !mark.Fixtures.Any(fixture => fixture.What == one.Change.Entry)
        );
        return intent.Add.Concat(intent.End).Concat(carried);
    }

    private static HashSet<IntendedChange> LetThrough(
        IEnumerable<IntendedChange> begun,
        ImmutableArray<ListPlan> lists,
        ImmutableArray<PceList> active
    )
    {
        var exempt = lists.ToDictionary(list => list.List, list => ExemptedOn(list.Pair.Draft, active));
        return [.. begun.Where(one => !one.Change.Entry.IsDomain && exempt[one.Change.List].Overlaps(one.Change.Entry.Range))];
    }

    private static (ListPurpose List, Indicator Entry) EntryOf(IntendedChange one) => (one.Change.List, one.Change.Entry);

    // An entry that only takes the place of others blocks nobody new: for example, 45.95.11.8/31 in the place of 45.95.11.8 and 45.95.11.9.
    private IEnumerable<(IntendedChange Begun, Indicator Party)> NewBlocks()
    {
        var given = RangeSet.Of(_ended[true].Where(GivesWay).Select(one => one.Change.Entry.Range));
        return _begun[true]
            .Select(begun => (begun, Party: PartyOf(begun)))
            .Where(one => one.Party.IsDomain || !given.Overlaps(one.Party.Range));
    }

    private bool IsEffective((IntendedChange Begun, Indicator Party) one) =>
        one.Begun.Change.List is not ListPurpose.Domains
        && !_letThrough.Contains(one.Begun)
        && _situation.View.Rules.Any(rule => rule.List == one.Begun.Change.List && rule.Condition is RuleCondition.InForce);

    private static bool GivesWay(IntendedChange one) => one.Why is ReasonCode.Replaced or ReasonCode.Summarised;

    /// <summary>The indicator that the entry was decided for; the entry itself where an earlier draft held it.</summary>
    private Indicator PartyOf(IntendedChange one) => _parties.TryGetValue(one.Change, out var indicator) ? indicator : one.Change.Entry;

    private static HashSet<(ListPurpose List, Indicator Entry)> BlockedOn(
        ImmutableArray<ListPlan> ours,
        ImmutableArray<PceList> versions
    ) =>
        [
            .. from list in ours
            from version in versions
            where version.Href == list.Pair.Draft.Href
            from entry in version.Entries
            where list.Pair.Draft.Mark.Blocks(entry)
            select (list.List, entry.What),
        ];

    /// <summary>What somebody's exclusions on a deny list let through, whatever else is on it.</summary>
    private static RangeSet ExemptedOn(PceList draft, ImmutableArray<PceList> active) =>
        draft.Mark.Mode is not PceMode.Deny
            ? RangeSet.Empty
            : RangeSet.Of(
                from list in active
                where list.Href == draft.Href
                from entry in list.Entries
                where entry.IsExclusion && !entry.What.IsDomain
                select entry.What.Range
            );
}
