namespace Shield.PceSimulator.Workloads;

/// <summary>
/// How the agent on a managed host does: the reasons why an active policy is not what its firewall does
/// (docs/pce.md#17-blocks-that-do-nothing). The default is a healthy VEN that applies every version at once.
/// </summary>
internal sealed record Ven
{
    /// <summary><c>active</c>, <c>suspended</c> or <c>stopped</c>. A suspended VEN has taken its rules away: everything passes.</summary>
    public string Status { get; init; } = "active";

    /// <summary>Since when it has not been heard of, before now; zero: in touch.</summary>
    public TimeSpan Silent { get; init; }

    /// <summary>
    /// A version is applied only so long after it was provisioned: the lightning bolt is lost, the next heartbeat is not.
    /// </summary>
    public TimeSpan Lag { get; init; }

    /// <summary>Its firewall holds the policy that the PCE started with, whatever comes.</summary>
    public bool Stuck { get; init; }

    /// <summary>A state that nothing else here leads to: <c>error</c>. Null: it follows.</summary>
    public string? SyncState { get; init; }

    /// <summary>Type and severity of what its health reports; null: healthy.</summary>
    public (string Type, string Severity)? Trouble { get; init; }

    /// <summary>False: another firewall decides first, and Illumio's never sees what that one accepted. Null: there is none.</summary>
    public bool? IllumioPrimary { get; init; }

    /// <summary>False: AIX, RHEL 5 and the like, where no policy for IPv6 is programmed and all of it passes.</summary>
    public bool EnforcesIpv6 { get; init; } = true;

    public string OsId { get; init; } = "ubuntu-x86_64-jammy";

    public string OsDetail { get; init; } = "5.15.0-1051-aws #56-Ubuntu SMP (Ubuntu 22.04.4 LTS)";
}
