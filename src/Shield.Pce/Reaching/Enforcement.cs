using System.Globalization;
using System.Text.RegularExpressions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Pce.Proof;

namespace Shield.Pce.Reaching;

/// <summary>
/// Whether a workload enforces a block, by what the PCE tells of it. Only a value that is known to be good proves anything: one that is
/// missing or in an unknown word is an obstacle as much as a bad one.
/// </summary>
public static partial class Enforcement
{
    /// <summary>
    /// Three heartbeats. A VEN silent for longer keeps its last policy and gets no new one
    /// (docs/pce.md#15-from-provisioning-to-the-firewall).
    /// </summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(15);

    /// <summary>The first VEN with override-deny rules (docs/pce.md#11-deny-rules).</summary>
    private static readonly Version FirstWithOverrideDeny = new(22, 3, 0);

    /// <summary>
    /// Systems whose VEN enforces IPv6 policy. AIX and Solaris let all IPv6 pass; RHEL 5 has none
    /// (docs/pce.md#17-blocks-that-do-nothing).
    /// </summary>
    private static readonly string[] WithIpv6 = ["win", "ubuntu", "debian", "sles", "suse", "amazon", "amzn", "mac", "darwin"];

    private static readonly string[] RedHats = ["rhel", "redhat", "centos", "oracle", "rocky", "alma", "fedora"];

    private static readonly string[] WithoutIpv6 = ["aix", "solaris"];

    /// <returns>Null only where every field proves that new connections which the block is about are refused there.</returns>
    public static Obstacle? Find(Workload workload, BlockTerms block, DateTimeOffset now) =>
        InScope(workload, block)
        ?? OfPolicy(block)
        ?? OfMode(workload.EnforcementMode, block)
        ?? OfVen(workload, block.Mode)
        ?? OfFirewall(workload)
        ?? OfStaging(workload)
        ?? OfHealth(workload)
        ?? OfHeartbeat(workload.LastHeartbeat, now)
        ?? OfSync(workload)
        ?? (block.Family is AddressFamily.IPv4 ? null : OfIpv6(workload));

    /// <summary>What the rule set on the PCE says decides; <c>Pce:Scope</c> only tells why a workload is left out.</summary>
    private static Obstacle? InScope(Workload workload, BlockTerms block) =>
        (block.Mode, block.Rule.Scope, workload.LabelHrefs) switch
        {
            (PceMode.Exclusion, _, _) or (_, { IsEverywhere: true }, _) => null,
            (_, null, _) => InSettings(workload, block),
            (_, _, null) => Unsaid("labels"),
            var (_, scope, labels) => scope.Holds(labels.Value) switch
            {
                true => null,
                false => InSettings(workload, block) ?? new Obstacle(ReachReason.OutOfRuleScope),
                null => new Obstacle(ReachReason.Unknown, "the scope of our rule set names a label group, whose members are not read"),
            },
        };

    private static Obstacle? InSettings(Workload workload, BlockTerms block) =>
        workload switch
        {
            _ when block.Scope.IsEmpty => null,
            { Labels: null } => Unsaid("labels"),
            { Labels: { } labels } => block.Scope.Any(set => set.Labels.All(labels.Contains)) ? null : new Obstacle(ReachReason.OutOfScope),
        };

    private static Obstacle? OfPolicy(BlockTerms block) =>
        block.Rule.Condition is not RuleCondition.InForce ? new Obstacle(ReachReason.NoRule)
        : block.Rule.IsOpenElsewhere ? new Obstacle(ReachReason.OpenElsewhere)
        : block.PceListensOnly ? new Obstacle(ReachReason.ListenOnly)
        : null;

    // An exclusion only takes a source out of an allow rule. That blocks it only where what no rule allows is blocked
    // (docs/pce.md#13-who-reaches-whom).
    private static Obstacle? OfMode(string? mode, BlockTerms block) =>
        mode switch
        {
            "full" => null,
            "selective" when block is { Mode: PceMode.Deny, Direction: Direction.Inbound, Family: AddressFamily.IPv4 } => null,
            // IPv6 may pass unless all is blocked by default, as in full enforcement only (docs/pce.md#17-blocks-that-do-nothing).
            "selective" => new Obstacle(ReachReason.Selective),
            "visibility_only" => new Obstacle(ReachReason.VisibilityOnly),
            "idle" => new Obstacle(ReachReason.Idle),
            _ => Unclear("enforcement_mode", mode),
        };

    private static Obstacle? OfVen(Workload workload, PceMode mode) =>
        workload switch
        {
            { IsManaged: not true } => Unsaid("managed"),
            { VenStatus: "suspended" } or { SyncState: "suspended" } => new Obstacle(ReachReason.Suspended),
            { VenStatus: "stopped" or "uninstalled" } => new Obstacle(ReachReason.Stopped),
            { VenStatus: not "active" } => Unclear("ven.status", workload.VenStatus),
            { Online: false } => new Obstacle(ReachReason.Offline),
            { Online: null } => Unsaid("online"),
            _ when mode is PceMode.Exclusion => null,
            _ => OfVersion(workload.AgentVersion),
        };

    private static Obstacle? OfVersion(string? text) =>
        Version.TryParse(text?.Split('-')[0], out var version)
            ? version >= FirstWithOverrideDeny
                ? null
                : new Obstacle(ReachReason.TooOld, text)
            : Unclear("agent_version", text);

    private static Obstacle? OfFirewall(Workload workload) =>
        (workload.Firewall, workload.VenType) switch
        {
            (FirewallPrimacy.Other, _) => new Obstacle(ReachReason.NotPrimary),
            // Endpoint VENs always stand beside another firewall (docs/pce.md#17-blocks-that-do-nothing).
            (FirewallPrimacy.Illumio, "server" or "endpoint") or (FirewallPrimacy.Alone, "server") => null,
            (FirewallPrimacy.Unknown, _) or (FirewallPrimacy.Alone, "endpoint") => Unsaid("firewall_coexistence"),
            (_, var type) => Unclear("ven.ven_type", type),
        };

    private static Obstacle? OfStaging(Workload workload) =>
        workload switch
        {
            { SyncState: "staged" } => new Obstacle(ReachReason.Staged),
            { UpdateMode: "static" } => new Obstacle(ReachReason.Static),
            { UpdateMode: not "adaptive" } => Unclear("security_policy_update_mode", workload.UpdateMode),
            _ => null,
        };

    private static Obstacle? OfHealth(Workload workload) =>
        workload switch
        {
            { SyncState: "error" } => new Obstacle(ReachReason.Error, Worst(workload)),
            { Health: null } => Unsaid("agent_health"),
            { Health: [] } when workload.SyncState is not "warning" => null,
            { Health: { } troubles } => new Obstacle(
                troubles.Any(trouble => trouble.Severity is "err" or "error") ? ReachReason.Error : ReachReason.Degraded,
                Worst(workload)
            ),
        };

    private static string? Worst(Workload workload) =>
        (workload.Health ?? []).OrderByDescending(trouble => trouble.Severity is "err" or "error").FirstOrDefault()?.Type;

    private static Obstacle? OfHeartbeat(DateTimeOffset? last, DateTimeOffset now) =>
        last switch
        {
            { } at when now - at > LongestSilence => new Obstacle(
                ReachReason.Degraded,
                $"last heard of at {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}"
            ),
            { } at when at - now <= LongestSilence => null,
            { } => new Obstacle(ReachReason.Unknown, "last_heartbeat_on lies in the future: the clocks differ"),
            null => Unsaid("last_heartbeat_on"),
        };

    // The time when the host applied its policy is not compared with the time of the version: a version that does not concern the host
    // never moves it (docs/pce.md#15-from-provisioning-to-the-firewall). But both times of the host are by one clock, and "received after
    // applied" says that it has not applied what it got. No guide has the words of the state; these two mean "in sync" in a recorded PCE
    // and in public test code (docs/pce.md#16-workloads).
    private static Obstacle? OfSync(Workload workload) =>
        workload switch
        {
            { SyncState: "syncing" } => new Obstacle(ReachReason.Syncing),
            { IsFirewallCurrent: false } => new Obstacle(ReachReason.Syncing, "its firewall is not up to date"),
            { PolicyReceived: { } received, PolicyApplied: { } applied } when received > applied => new Obstacle(
                ReachReason.Syncing,
                "it received a policy that it has not applied"
            ),
            { SyncState: not ("synced" or "applied") } => Unclear("security_policy_sync_state", workload.SyncState),
            { IsFirewallCurrent: null } => Unsaid("fw_config_current"),
            { PolicyReceived: null } => Unsaid("security_policy_received_at"),
            { PolicyApplied: null } => Unsaid("security_policy_applied_at"),
            _ => null,
        };

    private static Obstacle? OfIpv6(Workload workload) =>
        workload.OsId is not { } os ? Unsaid("os_id")
        : StartsWith(os, WithoutIpv6) ? new Obstacle(ReachReason.NoIpv6, os)
        : StartsWith(os, WithIpv6) ? null
        : !StartsWith(os, RedHats) ? Unclear("os_id", os)
        : workload.OsDetail is not { } detail ? Unsaid("os_detail")
        : RedHatFive().IsMatch($"{os} {detail}") ? new Obstacle(ReachReason.NoIpv6, os)
        : null;

    private static bool StartsWith(string os, string[] names) => names.Any(name => os.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static Obstacle Unsaid(string field) => new(ReachReason.Unknown, $"the PCE does not say {field}");

    private static Obstacle Unclear(string field, string? word) =>
        word is null ? Unsaid(field) : new Obstacle(ReachReason.Unknown, $"{field} is '{word}', which proves nothing");

    [GeneratedRegex(@"\.el5|release 5\b|x86(_64)?-5\b|i686-5\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex RedHatFive();
}
