using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Core.Planning.Desired;
using Shield.Operating.Answers;
using Shield.Operating.Explain;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Cli.Explain;

/// <summary>The story of one party in plain words.</summary>
internal static class ExplainText
{
    public static void Write(Explained explained, Screen screen)
    {
        WriteVerdict(explained, screen);
        WriteSightings(explained, screen);
        WriteChecks(explained, screen);
        screen.Table(
            "What operators did",
            ["when", "what", "on", "direction", "who", "why", "until", "act"],
            explained.Acts.Select(act =>
                (string[])
                    [
                        TimeText.Of(act.At),
                        act.Kind,
                        act.Indicator ?? "",
                        act.Direction,
                        act.Who,
                        act.Why,
                        act.WithdrawnBy is null ? TimeText.Of(act.Until) : "withdrawn",
                        act.Id,
                    ]
            )
        );
        screen.Table(
            explained.Asked.ToString() == explained.Resolved.FirstOrDefault()?.Domain ? "Where it led to" : "Names that led to it",
            ["name", "address", "last resolved", "counts until", "outbound", "why"],
            explained.Resolved.Select(led =>
                (string[])[led.Domain, led.Address, TimeText.Of(led.ResolvedAt), TimeText.Of(led.Until), led.Verdict, led.Reason]
            )
        );
        WritePce(explained, screen);
        if (explained.Reach is { } reach)
        {
            screen.Heading(ReachText.Title);
            screen.Lines(ReachText.Lines(reach));
        }

        screen.Write(TrafficText.Parts(explained.Traffic));
        if (!explained.WouldChange.IsEmpty)
        {
            screen.Heading("What would change this");
            foreach (var change in explained.WouldChange)
            {
                screen.Point(change);
            }
        }
    }

    private static void WriteVerdict(Explained explained, Screen screen) => screen.Lines(ExplainLines.Verdict(explained));

    private static void WriteSightings(Explained explained, Screen screen)
    {
        WriteFindings([.. explained.Sightings.Where(seen => seen.Feed is null)], screen);
        WriteListings([.. explained.Sightings.Where(seen => seen.Feed is not null)], screen);
    }

    private static void WriteListings(ImmutableArray<SightingRow> listings, Screen screen)
    {
        if (listings.IsEmpty)
        {
            return;
        }

        screen.Heading($"Which feeds list it ({listings.Length})");
        foreach (var listing in listings)
        {
            screen.Point(
                $"{listing.Feed}, taken as severity {NumberText.Of(listing.Severity)}: since {TimeText.Of(listing.FirstSeen)}, "
                    + $"last {TimeText.Of(listing.LastSeen)}; its list is of {TimeText.Of(listing.UpdatedAt)}"
            );
            screen.Line($"    in its own words: {listing.ThreatList}", Tone.Faint);
        }
    }

    private static void WriteFindings(ImmutableArray<SightingRow> findings, Screen screen)
    {
        if (findings.IsEmpty)
        {
            return;
        }

        screen.Heading($"What GuardDuty reported ({findings.Length})");
        foreach (var seen in findings)
        {
            screen.Point(
                $"{seen.Type}, severity {NumberText.Of(seen.Severity)}, seen {seen.Count} time(s) "
                    + $"from {TimeText.Of(seen.FirstSeen)} to {TimeText.Of(seen.LastSeen)}"
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
            var where = place.Length > 0 ? $"; {place}" : "";
            screen.Line($"    the other side: {seen.RemoteParty}; {string.Join(" | ", seen.Circumstances)}{where}", Tone.Faint);
            var archived = seen.Supported is null ? "; archived, so it supports no block" : "";
            screen.Line($"    finding {seen.Finding}, account {seen.Account}, {seen.Region}{archived}", Tone.Faint);
        }
    }

    private static void WriteChecks(Explained explained, Screen screen)
    {
        if (explained.Checks.IsEmpty)
        {
            return;
        }

        screen.Heading("What was asked");
        var silent = explained.Checks.Where(check => check is { Answer: null, Detail: null }).Select(check => check.Check).ToList();
        foreach (var check in explained.Checks.Where(check => check.Answer is not null || check.Detail is not null))
        {
            var answered = check.Answer is null ? "does not fit" : check.Answer;
            screen.Point($"{check.Check}: {answered}{(check.Detail is null ? "" : $" ({check.Detail})")}");
        }

        if (silent.Count > 0)
        {
            screen.Point($"no: {string.Join(", ", silent)}", Tone.Faint);
        }
    }

    private static void WritePce(Explained explained, Screen screen)
    {
        if (explained.OnPce is not { } pce)
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
