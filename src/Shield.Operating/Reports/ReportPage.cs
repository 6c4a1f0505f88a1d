using System.Collections.Immutable;
using System.Globalization;
using Shield.Operating.Reading;
using Shield.Operating.Threats;
using Shield.Operating.Words;

namespace Shield.Operating.Reports;

/// <summary>A report as headings, lines and tables, whatever it is written as. All of it is plain text, some of it hostile.</summary>
public sealed record ReportPage(string Title, ImmutableArray<ReportSection> Sections)
{
    public static ReportPage Of(ReportResult report)
    {
        var period = report.Period;
        return new ReportPage(
            $"GuardDuty Shield, {TimeText.Of(period.Since)} to {TimeText.Of(period.Until)}",
            [
                new ReportSection("What waits for a person")
                {
                    Lines = [.. Waits(report)],
                    Columns = ["indicator", "direction", "why", "severity", "until", "type"],
                    Rows =
                    [
                        .. period.Waiting.Select(row =>
                            (ImmutableArray<string>)
                                [
                                    row.Indicator,
                                    row.Direction,
                                    row.Reason,
                                    NumberText.Of(row.Severity),
                                    TimeText.Of(row.Until),
                                    row.Type ?? "-",
                                ]
                        ),
                    ],
                },
                new ReportSection("In this period")
                {
                    Lines =
                    [
                        $"{period.Blocked.Count} blocked, {period.Ended.Count} ended, by {period.Reconciles} reconciles; "
                            + $"{period.Acts} acts of people. {period.Held.Count} held now.",
                        TimeLine(period.TimeToActive),
                    ],
                },
                .. Counts("Blocked", period.Blocked),
                .. Counts("Held", period.Held),
                .. Counts("Ended", period.Ended),
                new ReportSection("Top attackers")
                {
                    Columns = ["indicator", "state", "severity", "findings", "type", "country", "network"],
                    Rows =
                    [
                        .. period.Attackers.Select(row =>
                            (ImmutableArray<string>)
                                [
                                    row.Indicator,
                                    row.State,
                                    NumberText.Of(row.Severity),
                                    row.Sightings.ToString(CultureInfo.InvariantCulture),
                                    row.Type ?? "-",
                                    row.Country ?? "-",
                                    row.Asn ?? "-",
                                ]
                        ),
                    ],
                },
                new ReportSection("Reach now")
                {
                    Lines = report.Reach is null ? ["On how many workloads it is enforced could not be read."] : [],
                    Columns = ["direction", "family", "enforcing", "workloads"],
                    Rows =
                    [
                        .. (report.Reach ?? []).Select(row =>
                            (ImmutableArray<string>)
                                [
                                    row.Direction,
                                    row.Family,
                                    row.Enforcing.ToString(CultureInfo.InvariantCulture),
                                    row.Workloads.ToString(CultureInfo.InvariantCulture),
                                ]
                        ),
                    ],
                },
            ]
        );
    }

    private static IEnumerable<string> Waits(ReportResult report)
    {
        if (report.Paused is { } paused)
        {
            yield return $"Shield is {paused}.";
        }

        foreach (var alarm in report.Alarms)
        {
            yield return $"Alarm: {alarm}.";
        }

        foreach (var removal in report.RemovedByHand)
        {
            yield return $"{removal.Indicator} was taken off by hand by {removal.Who} and stays off until {TimeText.Of(removal.Until)}.";
        }

        var held = report.Period.Held.Count;
        yield return held is 0 ? "Nothing is held."
        : held > PeriodReport.MostNamed ? $"{held} are held; the {PeriodReport.MostNamed} most severe are named here."
        : $"{held} held.";
        if (report.KeptBack is not 0)
        {
            yield return report.KeptBack is { } kept
                ? $"{kept} additions are kept back: shield plan says by what."
                : "The PCE could not be read: what is kept back is not known.";
        }
    }

    private static string TimeLine(TimeToActive time) =>
        time.Measured is 0
            ? "From GuardDuty's update to active: not measured, since no finding of the period is known with its blocking."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"From GuardDuty's update to active: {time.P50Seconds} s (p50), {time.P99Seconds} s (p99), of {time.Measured} measured."
            );

    private static ReportSection[] Counts(string what, PartyCounts counts) =>
        [
            Counts($"{what}, by type", "type", counts.ByType),
            Counts($"{what}, by account", "account", counts.ByAccount),
            Counts($"{what}, by country", "country", counts.ByCountry),
            Counts($"{what}, by source", "source", counts.BySource),
        ];

    private static ReportSection Counts(string title, string column, ImmutableArray<ThreatCountRow> rows) =>
        new(title)
        {
            Columns = [column, "parties"],
            Rows =
            [
                .. rows.Select(row =>
                    (ImmutableArray<string>)[row.Value ?? "not known", row.Indicators.ToString(CultureInfo.InvariantCulture)]
                ),
            ],
        };
}

/// <summary>Lines and then a table; one without either is left out.</summary>
public sealed record ReportSection(string Title)
{
    public ImmutableArray<string> Lines { get; init; } = [];

    public ImmutableArray<string> Columns { get; init; } = [];

    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    public bool IsEmpty => Lines.IsEmpty && Rows.IsEmpty;
}
