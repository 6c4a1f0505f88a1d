using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Cli.Reading;
using Shield.Cli.Words;

namespace Shield.Cli.Status;

/// <summary>What <c>status</c> finds wrong, the gravest first, each with what to do about it.</summary>
internal static class StatusProblems
{
    public static ImmutableArray<Cell> Of(StatusAnswer status) =>
        [
            .. status.Unknown.Select(part => new Cell($"Unknown: {part.Part}. {part.Reason} To do: shield doctor", Tone.Bad)),
            .. status.Pce is { Readable: false } pce
                ?
                [
                    new Cell(
                        $"The PCE could not be read, so what is blocked is unknown: {pce.Detail}. To do: {pce.Remedy ?? "shield doctor"}",
                        Tone.Bad
                    ),
                ]
                : Nothing,
            .. status.Refused is { } refused
                ? [new Cell($"Nothing can be written ({refused.Reason}): {refused.Detail}", Tone.Bad)]
                : Nothing,
            .. status.Paused is { } paused
                ?
                [
                    new Cell(
                        $"Paused, nothing is written: {paused} To do: take the flag off the description of our lists on the PCE",
                        Tone.Warning
                    ),
                ]
                : Nothing,
            .. status
                .Rules.Where(rule => rule.Condition is not "in-force")
                .Select(rule => new Cell(
                    $"Nothing is blocked {rule.Direction}: the rule is {rule.Condition}. To do: {RuleText.RemedyOf(rule.Condition, rule.Direction, status.Mode)}",
                    Tone.Bad
                )),
            .. status
                .Reach.Rows.Where(IsInVain)
                .Where(row => status.Rules.Any(rule => rule.Direction == row.Direction && rule.Condition is "in-force"))
                .Select(row => new Cell(
                    $"The rule is in force, and hosts do not prove it: {ReachText.Headline(row)}. To do: see Reach below",
                    Tone.Bad
                )),
            .. status.Alarms.Select(alarm => new Cell($"Alarm: {alarm}", Tone.Bad)),
            .. status.RemovedByHand.Select(row => new Cell(
                $"Removed by hand: {RemovalText.Sentence(row)}. To block it all the same: shield threats block {row.Indicator} --reason \"…\"",
                Tone.Warning
            )),
            .. status.Overdue > 0
                ? [new Cell($"{status.Overdue} entry(ies) should be off the list and are still on. To do: shield apply", Tone.Warning)]
                : Nothing,
            .. status
                .NeverBlockUnreadable.Where(_ => status.Pce.Readable)
                .Select(source => new Cell(
                    $"A never-block source cannot be read, so no new block is made: {source}. To do: mend it, then shield never-block list",
                    Tone.Bad
                )),
            .. status.Clocks.Select(wrong => new Cell($"A clock is or was wrong: {wrong}", Tone.Warning)),
            .. status.KeptBack.IsEmpty
                ? Nothing
                :
                [
                    new Cell(
                        $"{status.KeptBack.Length} addition(s) kept back: {StatusText.Some(status.KeptBack.Select(row => $"{row.Indicator} ({row.Reason})"))}. To do: shield plan",
                        Tone.Warning
                    ),
                ],
            .. status.HeldButListed.IsEmpty
                ? Nothing
                :
                [
                    new Cell(
                        $"{status.HeldButListed.Length} held, and still on the list until their end: {StatusText.Some(status.HeldButListed.Select(row => row.Indicator))}. To do: approve or reject them; shield threats list --state held",
                        Tone.Warning
                    ),
                ],
            .. status.Orphans.IsEmpty
                ? Nothing
                :
                [
                    new Cell(
                        $"{status.Orphans.Length} orphan(s), entries with our mark that the ledger does not know: {StatusText.Some(status.Orphans.Select(row => row.Entry))}. To do: check Ledger:Path; shield plan lists them",
                        Tone.Warning
                    ),
                ],
        ];

    private static ImmutableArray<Cell> Nothing => [];

    private static bool IsInVain(ReachRow row) => row is { Enforcing: 0, Workloads: > 0 } or { Proof: "not-proved" };
}
