using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Init;

namespace Shield.Cli.Init;

internal static class InitText
{
    /// <param name="answer">What is shown.</param>
    /// <param name="command">What does it, where it was only shown.</param>
    /// <param name="screen">Where to.</param>
    public static void Write(InitAnswer answer, string command, Screen screen)
    {
        if (answer.Refused is { } refused)
        {
            screen.Line($"Refused ({refused.Reason}): {refused.Detail}", Tone.Bad);
            if (answer.Applied)
            {
                screen.Line($"Done before that, and active{VersionOf(answer)}:");
                Changes(answer, screen);
            }

            return;
        }

        screen.Line(
            (answer.Applied, answer.Provision) switch
            {
                (true, _) => $"Done{VersionOf(answer)}. Changed on the PCE for owner {answer.Owner}:",
                (_, false) => $"Nothing to do: everything of owner {answer.Owner} stands on the PCE as asked.",
                _ => $"Not done yet, on the PCE for owner {answer.Owner} ({answer.Mode} mode). "
                    + $"{command} does this, and provisions exactly that:",
            },
            answer.Provision && !answer.Applied ? Tone.Warning : Tone.Good
        );
        Changes(answer, screen);
        if (answer is { Provision: true, Applied: false, Create: [], Remove: [] } && answer.Rules.All(rule => rule.Change is null))
        {
            screen.Point("nothing more is made; an earlier run broke off before it provisioned");
        }

        if (!answer.Present.IsEmpty)
        {
            screen.Heading("There already, left as it is");
            foreach (var thing in answer.Present)
            {
                screen.Point(thing, Tone.Faint);
            }
        }

        screen.Table(
            "Allow rules that use Any, or a list of ours",
            ["rule", "rule set", "what", "blocks", "uses", ""],
            answer.Rules.Select(rule =>
                (string[])
                    [
                        rule.Rule,
                        rule.RuleSet,
                        rule.Description,
                        rule.Direction,
                        rule.Uses.ToWord(),
                        (rule.Enabled ? "" : "disabled ") + (rule.Change is { } edit ? Word(edit) : ""),
                    ]
            )
        );

        foreach (var note in answer.Notes)
        {
            screen.Line(note, Tone.Warning);
        }

        screen.Heading("Break glass");
        screen.Line(answer.BreakGlass);
    }

    private static string VersionOf(InitAnswer answer) => answer.PolicyVersion is { } version ? $", policy version {version}" : "";

    private static void Changes(InitAnswer answer, Screen screen)
    {
        foreach (var thing in answer.Create)
        {
            screen.Point(thing);
        }

        foreach (var thing in answer.Remove)
        {
            screen.Point($"{(answer is { Applied: true, Refused: null } ? "gone" : "goes")}: {thing}");
        }
    }

    private static string Word(RuleEdit edit) =>
        edit switch
        {
            RuleEdit.Narrow => "our list for Any",
            RuleEdit.Widen => "Any for our list",
        };
}
