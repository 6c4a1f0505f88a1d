using Shield.Cli.Output;

namespace Shield.Cli.Wording;

internal static class StatusText
{
    public static void Write(StatusAnswer status, Screen screen)
    {
        if (NeedsNobody(status))
        {
            var (text, tone) = (status.Reach.Rows.Any(row => row.Enforcing > 0), status.Reach.Rows.All(IsWhole)) switch
            {
                (false, _) => ("Nothing waits for a person, and no host enforces any block: see Reach.", Tone.Warning),
                (_, true) => ("All is well: nothing needs a person.", Tone.Good),
                _ => ("Nothing waits for a person, but not every host enforces what is blocked: see Reach.", Tone.Warning),
            };
            screen.Line(text, tone);
        }

        WriteUrgent(status, screen);
        screen.Table("Held, and still on the list until their end", ["indicator", "direction", "why", "severity", "until", "on the list"], status.HeldButListed.Select(PlanText.Row));
        screen.Table("Kept back, waiting", ["indicator", "entry", "direction", "for", "severity", "until"], status.KeptBack.Select(PlanText.Row));
        screen.Table(
            "Blocked names lead there, and it is not blocked",
            ["name", "address", "answer", "why"],
            (status.Resolved?.Refused ?? []).Select(led => (string[])[led.Domain, led.Address, led.Verdict, led.Reason]));
        PlanText.WriteOthers(status.Foreign, status.Orphans, screen);
        screen.Table("Rules", ["direction", "condition", "detail"], status.Rules.Select(rule => (string[])[rule.Direction, rule.Condition, rule.Detail ?? rule.Href ?? ""]));
        ReachText.Write(status.Reach, screen);
        screen.Heading("In short");
        screen.Line($"  owner {status.Owner ?? "-"}, mode {status.Mode}, autonomy {status.Autonomy}, PCE {status.Pce.Url ?? "-"}");
        screen.Line($"  threats: {(status.Threats.IsEmpty ? "none" : string.Join(", ", status.Threats.Select(pair => $"{pair.Value} {pair.Key}")))}");
        if (status.Resolved is { } resolved)
        {
            screen.Line($"  names: {resolved.Names} blocked ones lead to {resolved.Blocked} blocked address(es){(resolved.Refused.IsEmpty ? "" : $" and to {resolved.Refused.Length} others")}");
        }

        if (status.Capacity is { } capacity)
        {
            screen.Line($"  entries: {capacity.Used} of {capacity.Limit} that may be ours; everybody's together {capacity.Used + capacity.Others}, the PCE's soft limit {capacity.SoftLimit}", capacity.IsNearSoftLimit ? Tone.Warning : Tone.Plain);
        }

        screen.Line(status.Last is not { } last
            ? "  last change: no apply has written a list yet (what init made is among the PCE's policy versions)"
            : $"  last change: {Screen.Time(last.At)}, {last.Added} added, {last.Removed} removed, {(last.PolicyVersion is { } version ? $"policy version {version}" : last.Finished ? "policy version unknown" : "it broke off; the next apply finds out what took effect")} ({last.Trigger})");
    }

    private static bool NeedsNobody(StatusAnswer status) => status is
    { Pce.Readable: true, Refused: null, Paused: null, Overdue: 0, HeldButListed: [], KeptBack: [], Foreign: [], Orphans: [], NeverBlockUnreadable: [], Unknown: [], Clocks: [], Alarms: [], RemovedByHand: [], Held: 0 }
        && status.Rules.All(rule => rule.Condition is "in-force")
        && status.Reach.Known
        && !status.Reach.Rows.Any(IsInVain);

    /// <summary>Who is outside of the scope is left out on purpose.</summary>
    private static bool IsWhole(ReachRow row) => row.Others.All(other => other.Reason is "out-of-scope");

    private static bool IsInVain(ReachRow row) => row is { Enforcing: 0, Workloads: > 0 } or { Proof: "not-proved" };

    private static void WriteUrgent(StatusAnswer status, Screen screen)
    {
        foreach (var part in status.Unknown)
        {
            screen.Line($"Unknown: {part.Part}. {part.Reason}", Tone.Bad);
        }

        if (status.Pce is { Readable: false } pce)
        {
            screen.Line($"The PCE could not be read, so what is blocked is unknown: {pce.Detail}", Tone.Bad);
        }

        if (status.Refused is { } refused)
        {
            screen.Line($"Nothing can be written ({refused.Reason}): {refused.Detail}", Tone.Bad);
        }

        if (status.Paused is { } paused)
        {
            screen.Line($"Paused, nothing is written: {paused}", Tone.Warning);
        }

        foreach (var alarm in status.Alarms)
        {
            screen.Line($"Alarm: {alarm}", Tone.Bad);
        }

        RemovalText.Write(status.RemovedByHand, screen);
        if (status.Held > 0)
        {
            screen.Line($"{status.Held} held, waiting for a person: shield threats list", Tone.Warning);
        }

        if (status.Overdue > 0)
        {
            screen.Line($"{status.Overdue} entry(ies) should be off the list and are still on: shield apply", Tone.Warning);
        }

        foreach (var source in status.NeverBlockUnreadable.Where(_ => status.Pce.Readable))
        {
            screen.Line($"A never-block source cannot be read, so no new block is made: {source}", Tone.Bad);
        }

        foreach (var wrong in status.Clocks)
        {
            screen.Line($"A clock is or was wrong: {wrong}", Tone.Warning);
        }

        foreach (var row in status.Reach.Rows.Where(IsInVain).Where(row => status.Rules.Any(rule => rule.Direction == row.Direction && rule.Condition is "in-force")))
        {
            screen.Line($"The rule is in force, and hosts do not prove it: {ReachText.Headline(row)}", Tone.Bad);
        }

        foreach (var rule in status.Rules.Where(rule => rule.Condition is not "in-force"))
        {
            screen.Line($"Nothing is blocked {rule.Direction}: the rule is {rule.Condition}", Tone.Bad);
        }
    }
}
