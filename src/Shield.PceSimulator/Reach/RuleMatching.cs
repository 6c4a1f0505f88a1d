using System.Collections.Immutable;
using Shield.PceSimulator.Boundaries;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Services;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Reach;

/// <summary>
/// Which rules of a policy speak about a connection, seen from one of its ends. A rule is programmed on workloads only: at its own end
/// a workload is met as a workload, never through an IP list that happens to hold its address
/// (docs/pce.md#13-who-reaches-whom). The network type of a rule is kept and not looked at: every interface here counts as both (ours).
/// </summary>
internal sealed class RuleMatching(IReadOnlyDictionary<PolicyKey, PolicyObject> policy, LabelBook labels, bool honoursNames)
{
    private readonly LabelMeaning _meaning = new(key => policy.GetValueOrDefault(key), labels);

    public IEnumerable<MatchedRule> AtEnd(Flow flow, bool inbound) =>
        from ruleSet in policy.Values.OfType<RuleSet>()
        where ruleSet.Enabled
        from rule in ruleSet.AllRules
        where
            rule.Enabled
            && rule.IngressServices.Any(use => Covers(use, flow))
            && ruleSet.Scopes.Any(scope => Matches(scope, rule, flow, inbound))
        select new MatchedRule(ruleSet, rule);

    /// <summary>
    /// What the policy says at this end, whatever the mode of the host: override-deny before allow before deny, and what no rule speaks
    /// of is denied (docs/pce.md#13-who-reaches-whom).
    /// </summary>
    public Verdict Decide(Flow flow, bool inbound)
    {
        MatchedRule[] rules = [.. AtEnd(flow, inbound)];
        if (rules.FirstOrDefault(rule => rule.IsOverrideDeny) is { } never)
        {
            return new Verdict(false, "override_deny", never);
        }

        if (rules.FirstOrDefault(rule => rule.IsAllow) is { } allow)
        {
            return new Verdict(true, "allow", allow);
        }

        return rules.FirstOrDefault(rule => rule.IsDeny) is { } deny ? new Verdict(false, "deny", deny) : Verdict.Default;
    }

    /// <summary>The enforcement boundary that a connection crosses; only selectively enforced workloads look at one.</summary>
    public EnforcementBoundary? Boundary(Flow flow, bool inbound) =>
        policy
            .Values.OfType<EnforcementBoundary>()
            .FirstOrDefault(boundary =>
                boundary.Enabled
                && boundary.IngressServices.Any(use => Covers(use, flow))
                && IsAmong(boundary.Providers, flow.Destination, atThisEnd: inbound, [])
                && IsAmong(boundary.Consumers, flow.Source, atThisEnd: !inbound, [])
            );

    private bool Matches(ImmutableArray<ScopeLabel> scope, Rule rule, Flow flow, bool inbound) =>
        (IsAmong(rule.Providers, flow.Destination, atThisEnd: inbound, scope) || (!inbound && IsNamed(rule, flow.Destination)))
        && IsAmong(rule.Consumers, flow.Source, atThisEnd: !inbound, rule.UnscopedConsumers ? [] : scope);

    /// <summary>Whether a rule speaks of what this workload sends out.</summary>
    public bool IsConsumer(RuleSet ruleSet, Rule rule, Workload workload) =>
        IsAmong(rule.Consumers, workload) && (rule.UnscopedConsumers || ruleSet.Scopes.Any(scope => IsWithin(workload, scope)));

    /// <summary>Names work for destinations only (docs/pce.md#12-names-in-lists).</summary>
    private bool IsNamed(Rule rule, Party destination) =>
        destination.Name is { } name
        && rule.Providers.OfType<Actor.OfIpList>()
            .Any(actor =>
                policy.GetValueOrDefault(actor.List) is IpList list
                && (list.IsEverything || ((rule is AllowRule || honoursNames) && list.Names(name)))
            );

    /// <summary>A scope binds workloads; an IP list has no labels, so none binds it.</summary>
    private bool IsAmong(ImmutableArray<Actor> actors, Party party, bool atThisEnd, ImmutableArray<ScopeLabel> scope) =>
        (party.Workload is { } workload && IsWithin(workload, scope) && IsAmong(actors, workload))
        || (
            !atThisEnd
            && actors
                .OfType<Actor.OfIpList>()
                .Any(actor => policy.GetValueOrDefault(actor.List) is IpList list && list.Matches(party.Family, party.Address))
        );

    private bool IsAmong(ImmutableArray<Actor> actors, Workload workload)
    {
        if (actors.OfType<Actor.OfWorkload>().Any(actor => actor.Workload == workload.Id))
        {
            return true;
        }

        Actor.OfLabels[] named = [.. actors.OfType<Actor.OfLabels>()];
        if (named.Any(actor => actor.Exclusion && Has(workload, actor.What)))
        {
            return false;
        }

        LabelChoice[] wanted = [.. named.Where(actor => !actor.Exclusion).Select(actor => actor.What)];
        return (wanted is not [] && HasOneOfEachKey(workload, wanted))
            || (workload.Managed && actors.Any(actor => actor is Actor.AllWorkloads));
    }

    public bool IsWithin(Workload workload, ImmutableArray<ScopeLabel> scope) =>
        HasOneOfEachKey(workload, scope.Where(label => !label.Exclusion).Select(label => label.What))
        && !scope.Any(label => label.Exclusion && Has(workload, label.What));

    /// <summary>Labels of one key are alternatives, those of different keys must all be there.</summary>
    private bool HasOneOfEachKey(Workload workload, IEnumerable<LabelChoice> wanted) =>
        wanted.GroupBy(_meaning.KeyOf).All(key => key.Any(choice => Has(workload, choice)));

    private bool Has(Workload workload, LabelChoice choice) => _meaning.LabelsOf(choice).Overlaps(workload.Labels);

    private bool Covers(ServiceUse use, Flow flow) => use.Ports(policy.GetValueOrDefault).Any(each => Covers(each, flow));

    private static bool Covers(ServicePort ports, Flow flow) =>
        flow.Protocol is not { } protocol
        || (flow.Port is null ? ports.Protocol is -1 || ports.Protocol == protocol : ports.Covers(protocol, flow.Port));
}
