using Shield.Cli.Effects;
using Shield.Cli.Printing;
using Shield.Cli.Reading;
using Shield.Core.FindingTypes;
using Shield.Core.Planning;

namespace Shield.Cli.Explain;

/// <summary>The story of one party in plain words.</summary>
internal static class ExplainText
{
    public static void Write(ExplainAnswer answer, Screen screen)
    {
        WriteVerdict(answer, screen);
        WriteSightings(answer, screen);
        WriteChecks(answer, screen);
        screen.Table(
            "What operators did",
            ["when", "what", "on", "direction", "who", "why", "until", "act"],
            answer.Acts.Select(act =>
                (string[])
                    [
                        Screen.Time(act.At),
                        act.Kind,
                        act.Indicator ?? "",
                        act.Direction,
                        act.Who,
                        act.Why,
                        act.WithdrawnBy is null ? Screen.Time(act.Until) : "withdrawn",
                        act.Id,
                    ]
            )
        );
        screen.Table(
            answer.Indicator == answer.Resolved.FirstOrDefault()?.Domain ? "Where it led to" : "Names that led to it",
            ["name", "address", "last resolved", "counts until", "outbound", "why"],
            answer.Resolved.Select(led =>
                (string[])[led.Domain, led.Address, Screen.Time(led.ResolvedAt), Screen.Time(led.Until), led.Verdict, led.Reason]
            )
        );
        WritePce(answer, screen);
        if (answer.Reach is { } reach)
        {
            ReachText.Write(reach, screen);
        }

        if (!answer.WouldChange.IsEmpty)
        {
            screen.Heading("What would change this");
            foreach (var change in answer.WouldChange)
            {
                screen.Point(change);
            }
        }
    }

    private static void WriteVerdict(ExplainAnswer answer, Screen screen)
    {
        var x = answer.CoveredBy is { } whole ? $"{answer.Indicator} lies inside {whole}, which" : answer.Indicator;
        var (text, tone) = (answer.Verdict, answer.State) switch
        {
            (null, _) when answer.Pce is { IsExempt: true } => (
                $"{x} was never seen in a finding, and no decision is about it. An entry on our list covers it, and an exclusion that somebody put there lets it through.",
                Tone.Warning
            ),
            (null, _) when answer.Pce is { IsOurs: false } && !IsDenied(answer) => (
                $"{x} was never seen in a finding, and no decision is about it. Somebody else put an entry that covers it on our list; no enabled rule of ours uses that list, so nothing proves an effect.",
                Tone.Warning
            ),
            (null, _) when answer.Pce is { IsOurs: false } => (
                $"{x} was never seen in a finding, and no decision is about it. An entry that somebody else put on our list covers it, so it is blocked all the same.",
                Tone.Warning
            ),
            (null, _) when answer.Pce is not null => (
                $"{x} is unknown to this ledger, and yet an entry with our mark covers it: an orphan, kept until a person removes it.",
                Tone.Warning
            ),
            (null, _) when answer.Unreachable is not null => (
                $"Nothing is known of {x}: this ledger has no finding and no act about it, and the PCE could not be read. Whether an entry there blocks it is not known.",
                Tone.Warning
            ),
            (null, _) => (
                $"{x} was never seen in a finding, and no operator said anything about it. Shield does not block it.",
                Tone.Plain
            ),
            _ => EffectText.OfParty(
                new Standing(x, answer.Verdict, answer.Direction, answer.State, answer.Reason)
                {
                    LetIn = answer.Excluded,
                    IsDenied = IsDenied(answer),
                }
            ),
        };
        screen.Line(text, tone);
        CoverText.Write(answer.Indicator, answer.Others ?? [], screen);
        if (answer.Until is { } until)
        {
            screen.Line(answer.Reason is ReasonCode.Stale ? $"It ran out at {Screen.Time(until)}." : $"Until {Screen.Time(until)}.");
        }

        if (answer.Reason is ReasonCode.Victim)
        {
            foreach (
                var host in answer
                    .Sightings.Select(seen =>
                        $"{seen.Resource ?? "an unknown host"} (account {seen.Account}, {seen.Region}) by {seen.Type}"
                    )
                    .Distinct()
            )
            {
                screen.Line($"The host of ours that attacked it: {host}. Look at that host.", Tone.Bad);
            }
        }
    }

    private static bool IsDenied(ExplainAnswer answer) => (answer.Others ?? []).Any(row => row.Effect is CoverRow.Denied);

    private static void WriteSightings(ExplainAnswer answer, Screen screen)
    {
        if (answer.Sightings.IsEmpty)
        {
            return;
        }

        screen.Heading($"What GuardDuty reported ({answer.Sightings.Length})");
        foreach (var seen in answer.Sightings)
        {
            screen.Point(
                $"{seen.Type}, severity {Screen.Number(seen.Severity)}, seen {seen.Count} time(s) from {Screen.Time(seen.FirstSeen)} to {Screen.Time(seen.LastSeen)}"
            );
            var place = string.Join(
                ", ",
                new[]
                {
                    seen.Resource,
                    seen.LocalPort is { } port ? $"port {port}" : null,
                    seen.Country,
                    seen.Asn,
                    seen.ThreatList is { } list ? $"threat list {list}" : null,
                }.Where(text => !string.IsNullOrEmpty(text))
            );
            screen.Line(
                $"    the other side: {seen.RemoteParty}; {string.Join(" | ", seen.Circumstances)}{(place.Length > 0 ? $"; {place}" : "")}",
                Tone.Faint
            );
            screen.Line(
                $"    finding {seen.Finding}, account {seen.Account}, {seen.Region}{(seen.Supported is null ? "; archived, so it supports no block" : "")}",
                Tone.Faint
            );
        }
    }

    private static void WriteChecks(ExplainAnswer answer, Screen screen)
    {
        if (answer.Checks.IsEmpty)
        {
            return;
        }

        screen.Heading("What was asked");
        var silent = answer.Checks.Where(check => check is { Answer: null, Detail: null }).Select(check => check.Check).ToList();
        foreach (var check in answer.Checks.Where(check => check.Answer is not null || check.Detail is not null))
        {
            var answered = check.Answer is null ? "does not fit" : check.Answer;
            screen.Point($"{check.Check}: {answered}{(check.Detail is null ? "" : $" ({check.Detail})")}");
        }

        if (silent.Count > 0)
        {
            screen.Point($"no: {string.Join(", ", silent)}", Tone.Faint);
        }
    }

    private static void WritePce(ExplainAnswer answer, Screen screen)
    {
        if (answer.Pce is not { } pce)
        {
            return;
        }

        screen.Heading("On the PCE");
        screen.Line($"  list          {pce.List}");
        screen.Line($"  entry         {pce.Entry}");
        screen.Line($"  description   {pce.Description ?? "-"}{(pce.IsOurs ? "" : "   (not ours)")}");
        screen.Line(
            $"  active since  {(pce.PolicyVersion is { } version ? $"policy version {version}" : "unknown: our history does not say")}"
        );
    }
}
