using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Workloads;

/// <summary>
/// A managed workload as the PCE sees its VEN now: which version of the policy is on the host, and in what state. Of the words for
/// the sync state only few are known (docs/pce.md#16-workloads); these are the console's, in lower case.
/// </summary>
/// <param name="at">The moment at which somebody looks at the host's policy; null: now.</param>
internal sealed class VenView(Pce pce, Workload workload, DateTimeOffset? at = null)
{
    private Ven Ven => workload.Ven;

    /// <summary>Static: what arrives waits for somebody to apply it (docs/pce.md#15-from-provisioning-to-the-firewall).</summary>
    public bool IsStatic =>
        FirewallSettings.Of(pce.Policy.Active).StaticScopes.Any(scope => scope.All(label => workload.Labels.Contains(label)));

    public string UpdateMode => IsStatic ? "static" : "adaptive";

    /// <summary>The version that the firewall enforces.</summary>
    public PolicyVersion Applied
    {
        get
        {
            var held = Ven.Stuck || IsStatic ? pce.SeededVersion : int.MaxValue;
            return pce.Policy.Versions.Last(version => version.Version <= held && HasArrived(version));
        }
    }

    /// <summary>The newest version that changed anything for this host and reached it.</summary>
    public PolicyVersion Received =>
        pce.Policy.Versions.Last(version =>
            HasArrived(version) && Concerns(version) && (Ven.Silent == TimeSpan.Zero || version.Version <= pce.SeededVersion)
        );

    /// <summary>
    /// When the firewall last changed. Other versions do not move this (docs/pce.md#15-from-provisioning-to-the-firewall).
    /// </summary>
    public PolicyVersion LastChange => pce.Policy.Versions.Last(version => version.Version <= Applied.Version && Concerns(version));

    public string SyncState =>
        this switch
        {
            _ when Ven.Status is "suspended" => "suspended",
            _ when Ven.SyncState is { } state => state,
            _ when !workload.Online || Ven.Silent > TimeSpan.Zero => "syncing",
            _ when pce.Options.ListenOnlySince is not null => "applied",
            _ when LastChange.Version == pce.Policy.Versions.Last(Concerns).Version => "applied",
            _ => IsStatic ? "staged" : "syncing",
        };

    /// <summary><c>active</c>, <c>warning</c>, <c>error</c> or <c>suspended</c>: the filter <c>policy_health</c>.</summary>
    public string PolicyHealth =>
        this switch
        {
            _ when Ven.Status is "suspended" => "suspended",
            _ when Ven.Trouble is { Severity: "err" } => "error",
            _ when Ven.Trouble is not null => "warning",
            _ => "active",
        };

    /// <summary><c>healthy</c>, <c>warning</c> or <c>error</c>.</summary>
    public string Health =>
        Ven.Trouble switch
        {
            null => "healthy",
            { Severity: "err" } => "error",
            _ => "warning",
        };

    public DateTimeOffset LastHeartbeat => pce.Now - Ven.Silent;

    /// <summary>The seed's policy was on the hosts from the moment they were paired.</summary>
    private bool Concerns(PolicyVersion version) => version.Version <= pce.SeededVersion || version.Affected.Contains(workload.Id);

    /// <summary>In listen-only mode nothing is sent to any VEN (docs/pce.md#15-from-provisioning-to-the-firewall).</summary>
    // Without a lag it is there at once, also where the PCE's clock was set back since.
    private bool HasArrived(PolicyVersion version) =>
        version.Version <= pce.SeededVersion
        || (
            ((at is null && Ven.Lag == TimeSpan.Zero) || (at ?? pce.Now) - version.Created.At >= Ven.Lag)
            && (pce.Options.ListenOnlySince is not { } since || version.Created.At < since)
        );
}
