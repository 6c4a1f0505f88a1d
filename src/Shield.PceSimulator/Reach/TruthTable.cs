using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Reach;

/// <summary>Who reaches whom: pce-api.md 3.4, as a function of a policy and a connection.</summary>
internal sealed class TruthTable(RuleMatching matching)
{
    /// <summary>Between two workloads both ends must let it pass; the end that blocks is the one that decides.</summary>
    public Verdict Ask(Flow flow)
    {
        var outbound = flow.Source.Workload is { } source ? AtEnd(flow, source, inbound: false) : null;
        var inbound = flow.Destination.Workload is { } destination ? AtEnd(flow, destination, inbound: true) : null;
        Verdict[] ends = [.. new[] { inbound, outbound }.OfType<Verdict>()];
        return ends.FirstOrDefault(end => !end.Allowed)
            ?? ends.FirstOrDefault(end => end.By is not null)
            ?? Verdict.NotEnforced;
    }

    private Verdict AtEnd(Flow flow, Workload workload, bool inbound)
    {
        var mode = workload.Managed ? workload.EnforcementMode : "idle";
        if (mode is "idle" or "visibility_only" || (mode is "selective" && !inbound))
        {
            return Verdict.NotEnforced;
        }

        MatchedRule[] rules = [.. matching.AtEnd(flow, inbound)];
        if (rules.FirstOrDefault(rule => rule.IsOverrideDeny) is { } never)
        {
            return new Verdict(false, "override_deny", never);
        }

        if (rules.FirstOrDefault(rule => rule.IsAllow) is { } allow)
        {
            return new Verdict(true, "allow", allow);
        }

        if (rules.FirstOrDefault(rule => rule.IsDeny) is { } deny)
        {
            return new Verdict(false, "deny", deny);
        }

        return mode is "full" ? Verdict.Default : Verdict.NotEnforced;
    }
}
