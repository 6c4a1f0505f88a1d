namespace Shield.Pce.Reaching;

public static class ReachReasons
{
    /// <summary>As <c>-o json</c> has it; stable.</summary>
    public static string ToWord(this ReachReason reason) =>
        reason switch
        {
            ReachReason.OutOfScope => "out-of-scope",
            ReachReason.OutOfRuleScope => "out-of-rule-scope",
            ReachReason.NoRule => "no-rule",
            ReachReason.OpenElsewhere => "open-elsewhere",
            ReachReason.ListenOnly => "listen-only",
            ReachReason.Idle => "idle",
            ReachReason.VisibilityOnly => "visibility-only",
            ReachReason.Selective => "selective",
            ReachReason.Suspended => "suspended",
            ReachReason.Stopped => "stopped",
            ReachReason.Offline => "offline",
            ReachReason.NotPrimary => "not-primary",
            ReachReason.TooOld => "too-old",
            ReachReason.Staged => "staged",
            ReachReason.Static => "static",
            ReachReason.Error => "error",
            ReachReason.Degraded => "degraded",
            ReachReason.Syncing => "syncing",
            ReachReason.NoIpv6 => "no-ipv6",
            ReachReason.NotProved => "not-proved",
            ReachReason.Unknown => "unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };
}
