using System.Collections.Immutable;
using System.Net.Sockets;
using Shield.PceSimulator.Reach;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Traffic;

/// <summary>
/// What the VENs saw of the contacts (docs/pce.md#21-traffic). Each end that is a managed workload reports for itself, so a connection
/// between two of them makes two rows, and one that its source blocks is never seen by its destination.
/// </summary>
internal sealed class Observation(Pce pce)
{
    /// <summary>How long a PCE keeps traffic.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Every row between two moments, as far as it was reported by now.</summary>
    public ImmutableArray<ObservedFlow> Between(DateTimeOffset from, DateTimeOffset to)
    {
        from = Latest(from, pce.Now - Kept);
        to = Earliest(to, pce.Now - pce.Options.TrafficDelay);
        return [.. pce.Traffic.Contacts.SelectMany(contact => Rows(contact, from, to))];
    }

    private ImmutableArray<ObservedFlow> Rows(Contact contact, DateTimeOffset from, DateTimeOffset to)
    {
        if (Ends(contact) is not var (source, destination))
        {
            return [];
        }

        var changes = Changes(source, destination);
        var rows = new OrderedDictionary<(bool Inbound, Report Report), ObservedFlow>();
        var (known, until) = (ImmutableArray<(bool Inbound, Report Report)>.Empty, DateTimeOffset.MinValue);
        foreach (var (at, connections) in Attempts.Of(contact, pce.Options.TrafficSeed, from, to))
        {
            if (at >= until)
            {
                // Nothing changes for either end before that moment.
                (known, until) = (
                    Reports(contact, source, destination, at),
                    changes.FirstOrDefault(each => each > at, DateTimeOffset.MaxValue)
                );
            }

            foreach (var said in known.Where(said => HeardOf(said.Inbound ? destination : source, at)))
            {
                rows[said] = rows.TryGetValue(said, out var row)
                    ? row with
                    {
                        Connections = row.Connections + connections,
                        First = Earliest(row.First, at),
                        Last = Latest(row.Last, at),
                    }
                    : new ObservedFlow(FlowOf(contact, source, destination), contact.Name, said.Inbound, said.Report)
                    {
                        Connections = connections,
                        First = at,
                        Last = at,
                    };
            }
        }

        return [.. rows.Values];
    }

    private (Party Source, Party Destination)? Ends(Contact contact)
    {
        var (source, destination) = (Find(contact.From, null), Find(contact.To, null));
        return (Find(contact.From, destination?.Family) ?? source, Find(contact.To, source?.Family) ?? destination) is ({ } from, { } to)
            ? (from, to)
            : null;
    }

    /// <param name="family">Which of a workload's addresses the other end sees, where only its hostname is given.</param>
    private Party? Find(string text, AddressFamily? family) =>
        Party.TryOfAddress(pce.Workloads, text, out var party) ? party
        : pce.Workloads.FindByHostname(text) is { } workload ? Party.Of(workload, family)
        : null;

    /// <summary>What the VENs report of a connection at this moment.</summary>
    private ImmutableArray<(bool Inbound, Report Report)> Reports(Contact contact, Party source, Party destination, DateTimeOffset at)
    {
        var flow = FlowOf(contact, AsOf(source, at), AsOf(destination, at));
        var outbound = ReportOf(flow, flow.Source.Workload, inbound: false, at);
        var inbound = outbound is { Decision: "blocked" } ? null : ReportOf(flow, flow.Destination.Workload, inbound: true, at);
        return [.. inbound is null ? [] : new[] { (true, inbound) }, .. outbound is null ? [] : new[] { (false, outbound) }];
    }

    private Report? ReportOf(Flow flow, Workload? workload, bool inbound, DateTimeOffset at)
    {
        // A VEN that is suspended sees nothing, nor does one behind a firewall that decides first (ours).
        if (workload is not { Managed: true, Ven: { Status: "active", IllumioPrimary: not false } ven })
        {
            return null;
        }

        if (
            !ven.EnforcesIpv6
            && (flow.Source.Family, flow.Destination.Family) is not (AddressFamily.InterNetwork, AddressFamily.InterNetwork)
        )
        {
            return Report.Of(Verdict.NotEnforced, "idle", inbound);
        }

        var matching = new RuleMatching(new VenView(pce, workload, at).Applied.Content, pce.Labels, pce.Options.HonourNamesInDenyRules);
        var crossed = workload.EnforcementMode is "selective" ? TruthTable.Selective(matching, flow, inbound).Boundary : null;
        return crossed is null ? Report.Of(matching.Decide(flow, inbound), workload.EnforcementMode, inbound) : Report.AtBoundary;
    }

    /// <summary>A host that was last heard of hours ago has reported nothing since.</summary>
    private bool HeardOf(Party end, DateTimeOffset at) => end.Workload is { } workload && at <= new VenView(pce, workload).LastHeartbeat;

    /// <summary>The moments at which something may change for one of these hosts, oldest first.</summary>
    private ImmutableArray<DateTimeOffset> Changes(params Party[] ends) =>
        [
            .. ends.Select(end => end.Workload)
                .OfType<Workload>()
                .SelectMany(workload =>
                    pce.Workloads.ChangesOf(workload.Id)
                        .Concat(pce.Policy.Versions.Select(version => version.Created.At + workload.Ven.Lag))
                )
                .Distinct()
                .Order(),
        ];

    private Party AsOf(Party party, DateTimeOffset at) =>
        party.Workload is { } workload ? party with { Workload = pce.Workloads.AsOf(workload, at) } : party;

    private static Flow FlowOf(Contact contact, Party source, Party destination) =>
        new(source, destination, contact.Protocol, contact.Port);

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
