using Shield.Cli.Printing;
using Shield.Pce.Reaching;

namespace Shield.Cli.Reading;

/// <summary>On which workloads a block bites, and on which it does nothing and why.</summary>
public static class ReachText
{
    private const int MostNames = 5;

    /// <summary>By the reason's word.</summary>
    private static readonly Dictionary<string, string> Sentences = Enum.GetValues<ReachReason>()
        .ToDictionary(reason => reason.ToWord(), Of);

    internal static void Write(ReachAnswer reach, Screen screen)
    {
        screen.Heading("Reach: where hosts enforce it");
        foreach (var line in Lines(reach))
        {
            screen.Line(line.Text, line.Tone);
        }
    }

    internal static IEnumerable<Cell> Lines(ReachAnswer reach)
    {
        if (!reach.Known)
        {
            yield return new Cell($"  unknown: {reach.Detail}", Tone.Warning);
            yield break;
        }

        foreach (var row in reach.Rows)
        {
            yield return new Cell(
                $"  {Headline(row)}{ProofOf(row)}",
                row.Enforcing == row.Workloads ? Tone.Good
                    : row.Enforcing > 0 ? Tone.Plain
                    : Tone.Warning
            );
            foreach (var other in row.Others)
            {
                yield return new Cell($"  - {other.Count} {other.Reason}, {Sentences[other.Reason]}: {NamesOf(other)}");
            }
        }

        if (reach.Unmanaged is { Count: > 0 } unmanaged)
        {
            yield return new Cell(
                $"  - not counted: {unmanaged.Count} unmanaged, without an agent nothing is enforced: {Names([.. unmanaged.Workloads], unmanaged.Count)}",
                Tone.Faint
            );
        }
    }

    internal static string Headline(ReachRow row) =>
        $"{row.Direction}{(row.Family is "ipv6" ? " IPv6" : "")}: {row.Enforcing} of {row.Workloads} managed workloads enforce it";

    internal static string NamesOf(UnreachedRow other) =>
        Names([.. other.Workloads.Select(each => each.Detail is null ? each.Name : $"{each.Name} ({each.Detail})")], other.Count);

    public static string Of(ReachReason reason) =>
        reason switch
        {
            ReachReason.Unknown => "what the PCE tells of it does not prove that it enforces",
            ReachReason.OutOfScope => "in none of the label sets of Pce:Scope",
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
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    private static string ProofOf(ReachRow row) =>
        row.Proof switch
        {
            "proved" => $"; proved by the PCE's policy check for {string.Join(", ", row.Samples.Select(sample => sample.Workload))}",
            "not-proved" =>
                $"; NOT proved: by the PCE's policy check our rule does not block {string.Join(", ", row.Samples.Where(sample => !sample.Blocked).Select(sample => $"{sample.Address} on {sample.Workload}"))}",
            _ => "; not proved, the PCE was not asked or cannot tell",
        };

    private static string Names(IReadOnlyCollection<string> names, int count) =>
        string.Join(", ", names.Take(MostNames)) + (count > MostNames ? $" and {count - MostNames} more" : "");
}
