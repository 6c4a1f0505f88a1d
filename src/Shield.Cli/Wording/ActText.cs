using System.Collections.Immutable;
using Shield.Cli.Output;

namespace Shield.Cli.Wording;

internal static class ActText
{
    public static void Write(ActAnswer answer, Screen screen)
    {
        var act = answer.Act;
        if (answer.Acts is { } all)
        {
            screen.Line(
                $"Recorded: {act.Kind} for {all.Length} indicators by {act.Who}{(act.Until is { } end ? $", until {Screen.Time(end)}" : "")}. {act.Why}"
            );
            WriteEffect(answer, screen);
            CoverText.Write("One of them", answer.Others ?? [], screen);
            return;
        }

        screen.Line(
            $"Recorded: {act.Kind} {act.Indicator}{(act.Direction is "both" ? "" : $" ({act.Direction})")} by {act.Who}{(act.Until is { } until ? $", until {Screen.Time(until)}" : "")}. {act.Why}"
        );
        WriteEffect(answer, screen);
        CoverText.Write(act.Indicator ?? "", answer.Others ?? [], screen);
    }

    private static void WriteEffect(ActAnswer answer, Screen screen)
    {
        if (answer.Standing is { } standing)
        {
            var (text, tone) = EffectText.OfParty(
                standing with
                {
                    IsDenied = (answer.Others ?? []).Any(row => row.Effect is CoverRow.Denied),
                }
            );
            screen.Line(text, tone);
        }

        if (answer.Remedy is { } remedy)
        {
            screen.Line($"To do: {remedy}", Tone.Warning);
        }

        if (answer.Apply is { } apply)
        {
            ApplyText.WriteOutcome(apply, screen);
            ApplyText.WriteOthers(answer.Also, screen);
        }
    }

    public static void Write(ImmutableArray<ListedActRow> rows, Screen screen)
    {
        if (rows.IsEmpty)
        {
            screen.Line("No operator has acted, as far as was asked for.");
            return;
        }

        screen.Table(
            null,
            ["act", "when", "what", "on", "direction", "state", "until", "who", "why"],
            rows.Select(row =>
                (string[])
                    [
                        row.Id,
                        Screen.Time(row.At),
                        row.Kind,
                        row.Indicator ?? "-",
                        row.Direction,
                        row.State,
                        Screen.Time(row.Until),
                        row.Who,
                        row.Withdraws is null ? row.Why : $"{row.Why} (takes back {row.Withdraws})",
                    ]
            )
        );
    }

    public static void Write(ImmutableArray<AllowRow> rows, Screen screen)
    {
        if (rows.IsEmpty)
        {
            screen.Line(
                "The allowlist is empty. What is never blocked anyway (our own addresses, the PCE, public resolvers, special-purpose space …): shield allow check X"
            );
        }

        screen.Table(
            null,
            ["indicator", "from", "who", "since", "until", "why"],
            rows.Select(row =>
                (string[])[row.Indicator, row.Source, row.Who ?? "", Screen.Time(row.At), Screen.Time(row.Until), row.Why ?? ""]
            )
        );
    }

    public static void Write(AllowCheckAnswer answer, Screen screen)
    {
        var why =
            answer.Reason is { } reason ? $" ({reason}): {ReasonText.Of(reason)}; {answer.Detail}"
            : answer.Detail is { } detail ? $" ({detail})"
            : "";
        screen.Line(
            answer.Protection switch
            {
                "whole" => $"{answer.Indicator} is never blocked{why}",
                "part" => $"{answer.Indicator} is protected in part: what is never blocked is cut out{why}",
                _ => $"{answer.Indicator} is not protected{why}",
            }
        );
    }
}
