namespace Shield.PceSimulator.Workloads;

/// <summary>
/// The state of the agent on a managed host: the reasons why an active policy is not what its firewall does
/// (docs/pce.md#17-blocks-that-do-nothing). The default is a healthy VEN that applies every version at once.
/// </summary>
internal sealed record Ven
{
    /// <summary><c>active</c>, <c>suspended</c> or <c>stopped</c>. A suspended VEN has taken its rules away: everything passes.</summary>
    public string Status { get; init; } = "active";

    /// <summary>How long ago it was last heard from; zero: it is in contact.</summary>
    public TimeSpan Silent { get; init; }

    /// <summary>
    /// How long after its provisioning a version is applied, as where the PCE's notice is lost and the VEN asks at its next heartbeat.
    /// </summary>
    public TimeSpan Lag { get; init; }

    /// <summary>Its firewall keeps the policy that the PCE started with, and applies no later version.</summary>
    public bool Stuck { get; init; }

    /// <summary>
    /// A sync state that follows from nothing else here, such as <c>error</c>. Null: it follows from the version on the host.
    /// </summary>
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
