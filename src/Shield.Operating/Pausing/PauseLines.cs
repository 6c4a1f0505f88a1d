using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Operating.Answers;
using Shield.Operating.Reading;

namespace Shield.Operating.Pausing;

/// <summary>What pausing does, before and after.</summary>
public static class PauseLines
{
    public const string WhatPauseDoes =
        "Make no new block until the end of the pause or shield resume; removals go on. Every instance on this PCE obeys it";

    public const string WhatEverythingDoes = "Removals too: blocks whose reason is gone stay until the end of the pause";

    public const string WhatResumeDoes = "End a pause or undo a panic: the next reconcile puts on the lists what is decided";

    public const string WhatPanicDoes =
        "Take every entry of ours off the lists now, provision, and pause everything; needs the PCE and no ledger. "
        + "shield resume undoes it";

    private const int MostNamed = 10;

    public static IEnumerable<Cell> OfPause(PauseOutcome outcome) =>
        Refusal(outcome) ?? [.. Flag(outcome), .. Earlier(outcome), .. Rest(outcome)];

    public static IEnumerable<Cell> OfResume(PauseOutcome outcome) => Refusal(outcome) ?? [.. Resumed(outcome), .. Rest(outcome)];

    public static IEnumerable<Cell> OfPanic(PauseOutcome outcome) =>
        Refusal(outcome)
        ?? [.. TakenOff(outcome), .. Flag(outcome), .. Rest(outcome), new Cell("To undo it: shield resume, then shield apply.")];

    private static IEnumerable<Cell>? Refusal(PauseOutcome outcome) =>
        outcome.Pause.Refused is { } refused
            ? [new Cell($"Refused ({refused.Reason}): {refused.Detail}", Tone.Bad), new Cell("Nothing was written on the PCE.")]
            : null;

    private static IEnumerable<Cell> Flag(PauseOutcome outcome)
    {
        yield return outcome.Pause.Now is { } flag
            ? new Cell($"Shield is {PauseText.Sentence(flag)}.", Tone.Warning)
            : new Cell("Not paused: the end that was asked for is over already.", Tone.Bad);
    }

    private static IEnumerable<Cell> Earlier(PauseOutcome outcome)
    {
        if (outcome.Pause.Earlier is { } earlier && outcome.Pause.Lists.All(list => list.Fault is null))
        {
            yield return new Cell($"It takes the place of an earlier one: {earlier.Text}", Tone.Faint);
        }
    }

    private static IEnumerable<Cell> Resumed(PauseOutcome outcome)
    {
        if (outcome.Pause.Now is { } still)
        {
            yield return new Cell($"Not resumed: Shield is {PauseText.Sentence(still)}.", Tone.Bad);
        }
        else if (outcome.Pause.Earlier is { } earlier)
        {
            yield return new Cell($"Resumed. What was taken off: {earlier.Text}", Tone.Good);
            yield return new Cell(
                "The next reconcile puts on the lists what is decided; to see it first: shield plan. At once: shield apply."
            );
        }
        else
        {
            yield return new Cell("Nothing to do: Shield is not paused on this PCE.", Tone.Good);
        }
    }

    private static IEnumerable<Cell> TakenOff(PauseOutcome outcome)
    {
        var panic = outcome.Panic!;
        var version = panic.PolicyVersion is { } number ? $", policy version {number}" : "";
        if (panic.Still.IsEmpty)
        {
            yield return new Cell($"Off: no entry of ours is active any more ({panic.Off.Length} taken off{version}).", Tone.Good);
        }
        else
        {
            var named = string.Join(", ", panic.Still.Take(MostNamed).Select(one => $"{one.Entry} ({one.List.ToWord()})"));
            yield return new Cell(
                $"Not off: {panic.Still.Length} entries of ours are active still: {named}. Run it again, or disable our rule set in "
                    + "the PCE's console (docs/break-glass.md)",
                Tone.Bad
            );
        }

        foreach (var (list, why) in panic.LeftAlone)
        {
            yield return new Cell($"{list} was left alone: {why}.", Tone.Bad);
        }

        if (!panic.TookAlong.IsEmpty)
        {
            yield return new Cell($"This took along somebody's draft edits: {string.Join(", ", panic.TookAlong)}.", Tone.Warning);
        }
    }

    private static IEnumerable<Cell> Rest(PauseOutcome outcome)
    {
        foreach (var list in outcome.Pause.Lists.Where(list => list.Fault is not null))
        {
            yield return new Cell(
                $"The {list.List.Mark.Purpose.ToWord()} list could not be written and stands as before: {list.Fault!.Message}. "
                    + "One list with the flag pauses all. Run the command again",
                Tone.Bad
            );
        }

        if (outcome.Record.WhyNot is { } why)
        {
            yield return new Cell($"Not recorded in the ledger: {why}", Tone.Warning);
        }
    }
}
