using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Operating.Answers;
using Shield.Operating.Pausing;
using Shield.Operating.Reading;

namespace Shield.Cli.Pausing;

/// <summary>The answers as text.</summary>
internal static class PauseReport
{
    private const int MostNamed = 10;

    public static void WritePause(PauseOutcome outcome, Screen screen)
    {
        if (WriteRefusal(outcome, screen))
        {
            return;
        }

        WriteFlag(outcome, screen);
        if (outcome.Pause.Earlier is { } earlier && outcome.Pause.Lists.All(list => list.Fault is null))
        {
            screen.Line($"It takes the place of an earlier one: {earlier.Text}", Tone.Faint);
        }

        WriteRest(outcome, screen);
    }

    public static void WriteResume(PauseOutcome outcome, Screen screen)
    {
        if (WriteRefusal(outcome, screen))
        {
            return;
        }

        if (outcome.Pause.Now is { } still)
        {
            screen.Line($"Not resumed: Shield is {PauseText.Sentence(still)}.", Tone.Bad);
        }
        else if (outcome.Pause.Earlier is { } earlier)
        {
            screen.Line($"Resumed. What was taken off: {earlier.Text}", Tone.Good);
            screen.Line("The next reconcile puts on the lists what is decided; to see it first: shield plan. At once: shield apply.");
        }
        else
        {
            screen.Line("Nothing to do: Shield is not paused on this PCE.", Tone.Good);
        }

        WriteRest(outcome, screen);
    }

    public static void WritePanic(PauseOutcome outcome, Screen screen)
    {
        if (WriteRefusal(outcome, screen))
        {
            return;
        }

        var panic = outcome.Panic!;
        var version = panic.PolicyVersion is { } number ? $", policy version {number}" : "";
        if (panic.Still.IsEmpty)
        {
            screen.Line($"Off: no entry of ours is active any more ({panic.Off.Length} taken off{version}).", Tone.Good);
        }
        else
        {
            var named = string.Join(", ", panic.Still.Take(MostNamed).Select(one => $"{one.Entry} ({one.List.ToWord()})"));
            screen.Line(
                $"Not off: {panic.Still.Length} entries of ours are active still: {named}. Run it again, or disable our rule set in "
                    + "the PCE's console (docs/break-glass.md)",
                Tone.Bad
            );
        }

        foreach (var (list, why) in panic.LeftAlone)
        {
            screen.Line($"{list} was left alone: {why}.", Tone.Bad);
        }

        if (!panic.TookAlong.IsEmpty)
        {
            screen.Line($"This took along somebody's draft edits: {string.Join(", ", panic.TookAlong)}.", Tone.Warning);
        }

        WriteFlag(outcome, screen);
        WriteRest(outcome, screen);
        screen.Line("To undo it: shield resume, then shield apply.");
    }

    private static bool WriteRefusal(PauseOutcome outcome, Screen screen)
    {
        if (outcome.Pause.Refused is { } refused)
        {
            screen.Line($"Refused ({refused.Reason}): {refused.Detail}", Tone.Bad);
            screen.Line("Nothing was written on the PCE.");
        }

        return outcome.Pause.Refused is not null;
    }

    private static void WriteFlag(PauseOutcome outcome, Screen screen)
    {
        if (outcome.Pause.Now is { } flag)
        {
            screen.Line($"Shield is {PauseText.Sentence(flag)}.", Tone.Warning);
        }
        else
        {
            screen.Line("Not paused: the end that was asked for is over already.", Tone.Bad);
        }
    }

    private static void WriteRest(PauseOutcome outcome, Screen screen)
    {
        foreach (var list in outcome.Pause.Lists.Where(list => list.Fault is not null))
        {
            screen.Line(
                $"The {list.List.Mark.Purpose.ToWord()} list could not be written and stands as before: {list.Fault!.Message}. "
                    + "One list with the flag pauses all. Run the command again",
                Tone.Bad
            );
        }

        if (outcome.Record.WhyNot is { } why)
        {
            screen.Line($"Not recorded in the ledger: {why}", Tone.Warning);
        }
    }
}
