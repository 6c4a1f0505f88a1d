using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>Says of each decision how it stands on the PCE; what was read is indexed once.</summary>
public sealed class ThreatStates
{
    private readonly Plan _plan;
    private readonly ImmutableDictionary<ListPurpose, RuleCondition> _rules;
    private readonly Dictionary<ListPurpose, ActiveList> _active;
    private readonly Dictionary<(ListPurpose, Indicator), string> _keptBack;

    public ThreatStates(Plan plan, PceView view)
    {
        _plan = plan;
        _rules = view.Rules.ToImmutableDictionary(rule => rule.List, rule => rule.Condition);
        _active = plan.Lists.ToDictionary(list => list.List, list => new ActiveList(list.Pair));
        _keptBack = plan.KeptBack.DistinctBy(KeyOf).ToDictionary(KeyOf, kept => kept.Reason);
    }

    public Threat Of(Decision decision) =>
        decision.Verdict switch
        {
            Verdict.Block => OfBlock(decision),
            Verdict.Hold => new Threat(decision, IsListed(decision) ? StandingOfHeld(decision) : EntryState.Held, decision.Reason),
            _ => new Threat(decision, IsListed(decision) ? EntryState.Releasing : Threat.StateOfIgnored(decision), decision.Reason),
        };

    private Threat OfBlock(Decision decision)
    {
        var obstacle = decision
            .Lists()
            .Where(decision.Blocks)
            .Select(list => ObstacleTo(decision, list))
            .FirstOrDefault(reason => reason is not null);
        return new Threat(decision, obstacle is null ? StateOf(decision) : EntryState.Pending, obstacle ?? decision.Reason);
    }

    // Nobody knows whether a deny rule acts on names (docs/pce.md#12-names-in-lists), so we say of a name only that it is listed.
    private static EntryState StateOf(Decision decision) => decision.Indicator.IsDomain ? EntryState.Listed : EntryState.Active;

    /// <summary>An earlier block of what is held now: active only where it still blocks.</summary>
    private EntryState StandingOfHeld(Decision decision) =>
        decision.Lists().Any(list => HasOurs(decision, list) && IsEffective(decision, list)) ? StateOf(decision) : EntryState.Listed;

    private bool IsEffective(Decision decision, ListPurpose list) =>
        _rules.GetValueOrDefault(list, RuleCondition.Missing) is RuleCondition.InForce
        && !_active[list].Exempts(decision.Indicator)
        && !decision.EntriesOn(list).Any(_active[list].Exempts);

    /// <summary>
    /// Null where every entry is active and a rule of ours uses the list. Never why the party is bad: that is the decision's reason, and
    /// says nothing of what the block waits for.
    /// </summary>
    private string? ObstacleTo(Decision decision, ListPurpose list)
    {
        var entries = decision.EntriesOn(list).ToImmutableArray();
        var active = _active.GetValueOrDefault(list);
        var rule = _rules.GetValueOrDefault(list, RuleCondition.Missing);
        return (entries.All(entry => active?.Blocks(entry) is true), rule) switch
        {
            (true, _) when entries.Any(active!.Exempts) => ReasonCode.ForeignExclusion,
            (true, RuleCondition.InForce) => null,
            (true, _) => $"rule-{rule.ToWord()}",
            _ => _plan.Refused?.Reason
                ?? (_plan.Paused is null ? null : ReasonCode.Paused)
                ?? _keptBack.GetValueOrDefault((list, decision.Indicator))
                ?? ReasonCode.NotApplied,
        };
    }

    private bool IsListed(Decision decision) => decision.Lists().Any(list => HasOurs(decision, list));

    private bool HasOurs(Decision decision, ListPurpose list) =>
        _active.TryGetValue(list, out var active) && (active.HasOurs(decision.Indicator) || decision.EntriesOn(list).Any(active.HasOurs));

    private static (ListPurpose, Indicator) KeyOf(KeptBack kept) => (kept.Addition.List, kept.Addition.Indicator);

    /// <summary>One list of the active policy, as questions about it want it.</summary>
    private sealed class ActiveList
    {
        private readonly HashSet<Indicator> _blocking;
        private readonly HashSet<Indicator> _ours;
        private readonly RangeSet _summaries;
        private readonly RangeSet _exempted;

        public ActiveList(ListPair pair)
        {
            var mark = pair.Draft.Mark;
            ImmutableArray<ListEntry> entries = pair.Active?.Entries ?? [];
            _blocking = [.. entries.Where(mark.Blocks).Select(entry => entry.What)];
            _ours = [.. entries.Where(mark.IsOurs).Select(entry => entry.What)];
            _summaries = RangeSet.Of(entries.Where(entry => mark.IsOurs(entry) && entry.Mark!.IsSummary).Select(entry => entry.What.Range));

            // Somebody's exclusion on a deny list takes away from what its inclusions block. (On an exclusion list nothing can: Any is in
            // it already.)
            _exempted = RangeSet.Of(
                entries.Where(entry => mark.Mode is PceMode.Deny && entry.IsExclusion).Select(entry => entry.What.Range)
            );
        }

        public bool Blocks(Indicator entry) => _blocking.Contains(entry) || IsSummarised(entry);

        public bool HasOurs(Indicator entry) => _ours.Contains(entry) || IsSummarised(entry);

        public bool Exempts(Indicator entry) => !entry.IsDomain && _exempted.Overlaps(entry.Range);

        private bool IsSummarised(Indicator entry) => !entry.IsDomain && _summaries.Contains(entry.Range);
    }
}
