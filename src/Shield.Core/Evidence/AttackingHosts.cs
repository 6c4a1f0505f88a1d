using System.Collections.Immutable;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;

namespace Shield.Core.Evidence;

/// <summary>
/// Hosts of ours that attacked somebody, by findings whose row calls the other side a victim. Nobody is blocked for them, and they are the
/// news: somebody has to look at the host.
/// </summary>
public sealed class AttackingHosts
{
    /// <summary>More hosts are not counted: the input says what a host is called, and a hostile one could name millions.</summary>
    private const int MostHosts = 1_000;

    private readonly Dictionary<AttackingHost, int> _victims = [];

    /// <summary>In the order of their names, each with the number of findings that say so.</summary>
    public ImmutableArray<(AttackingHost Host, int Findings)> Listed =>
        [
            .. _victims
                .Select(host => (host.Key, host.Value))
                .OrderBy(host => host.Key.Resource, StringComparer.Ordinal)
                .ThenBy(host => host.Key.Type, StringComparer.Ordinal)
                .ThenBy(host => host.Key.Account, StringComparer.Ordinal),
        ];

    public void Count(Finding finding)
    {
        if (finding is { IsSample: false, Archived: false } && finding.Remotes.Any(party => IsVictim(finding, party)))
        {
            var host = new AttackingHost(finding.Resource ?? "unknown", finding.Key.Account, finding.Key.Region, finding.Type);
            if (_victims.TryGetValue(host, out var count) || _victims.Count < MostHosts)
            {
                _victims[host] = count + 1;
            }
        }
    }

    private static bool IsVictim(Finding finding, RemoteParty party) =>
        TypeTable
            .Find(finding.Type)
            .Judge(new Circumstance(finding.Role, party.Direction, party.NamedBy, party.IsSideUnclear), PolicySwitches.Default)
            .Reason is ReasonCode.Victim;
}

/// <param name="Resource">As the finding names it, such as an instance's id: data, and nothing to print as it is.</param>
/// <param name="Type">What it did.</param>
public sealed record AttackingHost(string Resource, string Account, string Region, string Type);
