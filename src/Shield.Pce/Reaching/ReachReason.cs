namespace Shield.Pce.Reaching;

/// <summary>
/// Why an active block does nothing on a workload, or is not known to do anything (docs/pce.md#17-blocks-that-do-nothing).
/// </summary>
public enum ReachReason
{
    /// <summary>The PCE leaves out, or says in a word that nobody knows, what would prove it.</summary>
    Unknown,

    /// <summary>Its labels are in none of the sets of <c>Pce:Scope</c>.</summary>
    OutOfScope,

    /// <summary>It is in <c>Pce:Scope</c>, and the scope of our rule set on the PCE leaves it out.</summary>
    OutOfRuleScope,

    /// <summary>The rule that makes the list block is not in force: then nothing blocks anywhere.</summary>
    NoRule,

    /// <summary>Exclusion mode: another allow rule, with Any, lets the party through.</summary>
    OpenElsewhere,

    /// <summary>The PCE sends nothing to any VEN.</summary>
    ListenOnly,

    Idle,

    VisibilityOnly,

    /// <summary>
    /// Selective mode: only inbound rules are enforced, and what no rule names is let through (docs/pce.md#13-who-reaches-whom).
    /// </summary>
    Selective,

    /// <summary>The VEN took its rules away: all traffic passes.</summary>
    Suspended,

    /// <summary>The VEN does not run.</summary>
    Stopped,

    Offline,

    /// <summary>Another firewall decides first.</summary>
    NotPrimary,

    /// <summary>VENs before 22.3.0 know no override-deny rules (docs/pce.md#11-deny-rules).</summary>
    TooOld,

    /// <summary>The policy was delivered, and waits for somebody to apply it.</summary>
    Staged,

    /// <summary>Static update mode: the next change would be staged.</summary>
    Static,

    /// <summary>The last policy could not be applied, the firewall was tampered with, or a process of the VEN is down.</summary>
    Error,

    /// <summary>Keeps the last good policy, and does not hear of new ones.</summary>
    Degraded,

    /// <summary>The policy on it is not the newest yet.</summary>
    Syncing,

    /// <summary>Of an IPv6 entry: no policy for IPv6 is programmed on it.</summary>
    NoIpv6,

    /// <summary>Its fields say that it enforces, and the PCE's own policy check says otherwise.</summary>
    NotProved,
}
