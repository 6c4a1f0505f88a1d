using Shield.Cli.Output;

namespace Shield.Cli.Wording;

internal static class InitText
{
    public static void Write(InitAnswer answer, Screen screen)
    {
        if (answer.Refused is { } refused)
        {
            screen.Line($"Refused ({refused.Reason}): {refused.Detail}", Tone.Bad);
            return;
        }

        screen.Line(
            (answer.Applied, answer.Provision) switch
            {
                (true, _) => $"Done, policy version {answer.PolicyVersion}. Made on the PCE for owner {answer.Owner}:",
                (_, false) => $"Nothing to do: everything of owner {answer.Owner} stands on the PCE.",
                _ => $"Missing on the PCE for owner {answer.Owner} ({answer.Mode} mode); shield init --apply makes it and provisions exactly that:",
            },
            answer.Provision && !answer.Applied ? Tone.Warning : Tone.Good);
        foreach (var thing in answer.Create)
        {
            screen.Point(thing);
        }

        if (answer.Provision && answer.Create.IsEmpty && !answer.Applied)
        {
            screen.Point("nothing; an earlier run broke off before it provisioned");
        }

        if (!answer.Present.IsEmpty)
        {
            screen.Heading("There already, left as it is");
            foreach (var thing in answer.Present)
            {
                screen.Point(thing, Tone.Faint);
            }
        }

        screen.Table("Allow rules that use Any, or a list of ours", ["rule", "rule set", "what", "blocks", "uses", ""], answer.Rules.Select(rule => (string[])
            [rule.Rule, rule.RuleSet, rule.Description, rule.Direction, rule.Uses, $"{(rule.Enabled ? "" : "disabled ")}{rule.Change switch { "narrow" => "our list for Any", "widen" => "Any for our list", _ => "" }}"]));

        foreach (var note in answer.Notes)
        {
            screen.Line(note, Tone.Warning);
        }

        screen.Heading("Break glass");
        screen.Line(answer.BreakGlass);
    }
}
