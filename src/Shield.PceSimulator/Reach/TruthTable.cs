using System.Net.Sockets;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Reach;

/// <summary>
/// Who reaches whom (docs/pce.md#13-who-reaches-whom), by the policy that each host's firewall has. That may be an older one than the
/// active one, or none (docs/pce.md#15-from-provisioning-to-the-firewall).
/// </summary>
internal sealed class TruthTable(Pce pce)
{
    /// <summary>Between two workloads both ends must let it pass; the end that blocks is the one that decides.</summary>
    public Verdict Ask(Flow flow)
    {
        var outbound = flow.Source.Workload is { } source ? AtEnd(flow, source, inbound: false) : null;
        var inbound = flow.Destination.Workload is { } destination ? AtEnd(flow, destination, inbound: true) : null;
        Verdict[] ends = [.. new[] { inbound, outbound }.OfType<Verdict>()];
        return ends.FirstOrDefault(end => !end.Allowed) ?? ends.FirstOrDefault(end => end.By is not null) ?? Verdict.NotEnforced;
    }

    private Verdict AtEnd(Flow flow, Workload workload, bool inbound)
    {
        if (!HasRules(workload, flow) || workload.EnforcementMode is "idle" or "visibility_only")
        {
            return Verdict.NotEnforced;
        }

        var matching = new RuleMatching(new VenView(pce, workload).Applied.Content, pce.Labels, pce.Options.HonourNamesInDenyRules);
        return workload.EnforcementMode is "full" ? matching.Decide(flow, inbound) : Selective(matching, flow, inbound);
    }

    /// <summary>
    /// Of selective enforcement: rules inbound, enforcement boundaries both ways, each with the exceptions that rules allow
    /// (docs/pce.md#13-who-reaches-whom).
    /// </summary>
    public static Verdict Selective(RuleMatching matching, Flow flow, bool inbound)
    {
        var policy = matching.Decide(flow, inbound);
        if (policy.By is not null && (inbound || policy.Allowed))
        {
            return inbound ? policy : Verdict.NotEnforced;
        }

        return matching.Boundary(flow, inbound) is { } boundary
            ? new Verdict(false, "boundary", null) { Boundary = boundary }
            : Verdict.NotEnforced;
    }

    /// <summary>ours: of a firewall that is not primary we know nothing, so the other one lets everything in.</summary>
    private static bool HasRules(Workload workload, Flow flow) =>
        workload.Managed
        && workload.Ven is { Status: not "suspended", IllumioPrimary: not false }
        && (
            workload.Ven.EnforcesIpv6
            || (flow.Source.Family is not AddressFamily.InterNetworkV6 && flow.Destination.Family is not AddressFamily.InterNetworkV6)
        );
}
