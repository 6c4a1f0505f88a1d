using Shield.Core.FindingTypes;
using Shield.Operating.Answers;
using Shield.Pce.Reaching;

namespace Shield.Operating.Reading;

/// <summary>On which workloads a block is enforced, and on which it is not and why.</summary>
public static class ReachText
{
    public const string Title = "Reach: where hosts enforce it";

    private const int MostNames = 5;

    public static IEnumerable<Cell> Lines(Reached reached)
    {
        if (reached.WhyUnknown is { } why)
        {
            yield return new Cell($"  unknown: {why}", Tone.Warning);
            yield break;
        }

        foreach (var block in reached.Blocks)
        {
            yield return new Cell(
                $"  {Headline(block)}{ProofOf(block)}",
                block.Enforcing == block.Workloads ? Tone.Good
                    : block.Enforcing > 0 ? Tone.Plain
                    : Tone.Warning
            );
            foreach (var same in block.Others)
            {
                yield return new Cell($"  - {same.Count()} {same.Key.ToWord()}, {Of(same.Key)}: {NamesOf(same)}");
            }
        }

        if (reached.Unmanaged is [_, ..] unmanaged)
        {
            var names = Names(unmanaged.Select(workload => workload.Hostname), unmanaged.Length);
            yield return new Cell(
                $"  - not counted: {unmanaged.Length} unmanaged, without an agent nothing is enforced: {names}",
                Tone.Faint
            );
        }
    }

    public static string Headline(BlockReach block)
    {
        var direction = block.Direction.ToWord() + (block.IsIpv6 ? " IPv6" : "");
        return $"{direction}: {block.Enforcing} of {block.Workloads} managed workloads enforce it";
    }

    public static string NamesOf(IGrouping<ReachReason, Unreached> same) =>
        Names(
            same.Select(other => other.Obstacle.Detail is { } detail ? $"{other.Workload.Hostname} ({detail})" : other.Workload.Hostname),
            same.Count()
        );

    /// <summary>The samples that our rule does not block, as in <c>203.0.113.9 on web-1</c>.</summary>
    public static string DisprovedOf(BlockReach block) =>
        string.Join(
            ", ",
            block.Proofs.Where(proof => !proof.IsBlocked).Select(proof => $"{proof.Contact.Address} on {proof.Workload.Hostname}")
        );

    public static string Of(ReachReason reason) =>
        reason switch
        {
            ReachReason.Unknown => "what the PCE tells of it does not prove that it enforces",
            ReachReason.OutOfScope => "in none of the label sets of Pce:Scope",
            ReachReason.OutOfRuleScope => "the rule set on the PCE has another scope than Pce:Scope, and leaves it out",
            ReachReason.NoRule => "the rule that would block is not in force",
            ReachReason.OpenElsewhere => "another allow rule, with Any, lets the party through",
            ReachReason.ListenOnly => "the PCE is in listen-only mode and sends nothing to any host",
            ReachReason.Idle => "enforcement mode idle: nothing is programmed",
            ReachReason.VisibilityOnly => "enforcement mode visibility only: nothing is blocked",
            ReachReason.Selective => "enforcement mode selective: not enforced outbound, nor by exclusion, nor surely for IPv6",
            ReachReason.Suspended => "the VEN is suspended: its rules are gone, all traffic passes",
            ReachReason.Stopped => "the VEN does not run",
            ReachReason.Offline => "the PCE does not hear of it",
            ReachReason.NotPrimary => "firewall coexistence: another firewall decides first",
            ReachReason.TooOld => "a VEN before 22.3.0 knows no override deny",
            ReachReason.Staged => "static update mode: the policy is delivered and waits for somebody to apply it",
            ReachReason.Static => "static update mode: a new policy waits for somebody to apply it",
            ReachReason.Error => "the VEN reports an error",
            ReachReason.Degraded => "the VEN is degraded: it keeps an older policy",
            ReachReason.Syncing => "the newest policy is not applied yet",
            ReachReason.NoIpv6 => "no policy for IPv6 on this system",
            ReachReason.NotProved => "the PCE's own policy check does not name our rule there",
        };

    private static string ProofOf(BlockReach block) =>
        block.Proofs.IsEmpty ? "; not proved, the PCE was not asked or cannot tell"
        : block.IsDisproved ? $"; NOT proved: by the PCE's policy check our rule does not block {DisprovedOf(block)}"
        : $"; proved by the PCE's policy check for {string.Join(", ", block.Proofs.Select(proof => proof.Workload.Hostname))}";

    private static string Names(IEnumerable<string> names, int count) =>
        string.Join(", ", names.Take(MostNames)) + (count > MostNames ? $" and {count - MostNames} more" : "");
}
