using System.Collections.Immutable;
using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>Says of each decision how it stands on the PCE; what was read is indexed once.</summary>
public sealed class ThreatStates
{
    private readonly Plan _plan;
    private readonly ImmutableDictionary<Direction, RuleCondition> _rules;
    private readonly Dictionary<Direction, HashSet<AddressRange>> _active;
    private readonly Dictionary<Direction, RangeSet> _exempted;
    private readonly Dictionary<Direction, HashSet<AddressRange>> _ours;
    private readonly Dictionary<(Direction, Indicator), string> _keptBack;

    public ThreatStates(Plan plan, PceView view)
    {
        _plan = plan;
        _rules = view.Rules.ToImmutableDictionary(rule => rule.Direction, rule => rule.Condition);
        _active = plan.Lists.ToDictionary(list => list.Direction, list => Active(list, list.Pair.Draft.Mark.Blocks));
        _exempted = plan.Lists.ToDictionary(list => list.Direction, list => RangeSet.Of(Active(list, entry => IsException(list.Pair.Draft.Mark, entry))));
        _ours = plan.Lists.ToDictionary(list => list.Direction, list => Active(list, list.Pair.Draft.Mark.IsOurs));
        _keptBack = plan.KeptBack.DistinctBy(KeyOf).ToDictionary(KeyOf, kept => kept.Reason);
    }

    public Threat Of(Decision decision) => decision.Verdict switch
    {
        Verdict.Block => OfBlock(decision),
        Verdict.Hold => new Threat(decision, IsListed(decision) ? EntryState.Active : EntryState.Held, decision.Reason),
        _ => new Threat(decision, IsListed(decision) ? EntryState.Releasing : Threat.StateOfIgnored(decision), decision.Reason),
    };

    private Threat OfBlock(Decision decision)
    {
        var obstacle = Enum.GetValues<Direction>()
            .Where(direction => decision.Directions.Has(direction))
            .Select(direction => ObstacleTo(decision, direction))
            .FirstOrDefault(reason => reason is not null);
        return new Threat(decision, obstacle is null ? EntryState.Active : EntryState.Pending, obstacle ?? decision.Reason);
    }

    /// <summary>Null where every entry is active and a rule of ours uses the list.</summary>
    private string? ObstacleTo(Decision decision, Direction direction)
    {
        var isActive = _active.TryGetValue(direction, out var active) && decision[direction].Entries.All(active.Contains);
        var rule = _rules.GetValueOrDefault(direction, RuleCondition.Missing);
        return (isActive, rule) switch
        {
            (true, _) when decision[direction].Entries.Any(_exempted[direction].Overlaps) => ReasonCode.ForeignExclusion,
            (true, RuleCondition.InForce) => null,
            (true, _) => $"rule-{Word(rule)}",
            _ => _plan.Refused?.Reason
                ?? (_plan.Paused is null ? null : "paused")
                ?? _keptBack.GetValueOrDefault((direction, decision.Indicator))
                ?? decision.Reason,
        };
    }

    private bool IsListed(Decision decision) => !decision.Indicator.IsDomain
        && _ours.Any(list => list.Value.Contains(decision.Indicator.Range) || decision[list.Key].Entries.Any(list.Value.Contains));

    private static (Direction, Indicator) KeyOf(KeptBack kept) => (kept.Addition.Direction, kept.Addition.Indicator);

    private static HashSet<AddressRange> Active(ListPlan list, Func<ListEntry, bool> counts) =>
        [.. (list.Pair.Active?.Entries ?? []).Where(counts).Select(entry => entry.Range)];

    // Somebody's exclusion on a deny list takes away from what its inclusions block. (On an exclusion list nothing can: Any is in it already.)
    private static bool IsException(ListMark mark, ListEntry entry) => mark.Mode is PceMode.Deny && entry.IsExclusion;

    private static string Word(RuleCondition condition) => condition switch
    {
        RuleCondition.Disabled => "disabled",
        RuleCondition.Misshapen => "misshapen",
        RuleCondition.PendingDeletion => "pending-deletion",
        RuleCondition.NotProvisioned => "not-provisioned",
        RuleCondition.InForce => "in-force",
        RuleCondition.Inverted => "inverted",
        _ => "missing",
    };
}
