using Shield.Core.Ledger;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.History;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Reports;

/// <summary><c>report</c>: reads a period, and how it stands now.</summary>
public static class ReportRun
{
    /// <summary>How far back where nobody says.</summary>
    public const string UsualPeriod = "7d";

    /// <param name="composition">What it works with.</param>
    /// <param name="since">Null for the usual period.</param>
    /// <param name="until">Null for now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(Answer<ReportResult>? Answer, AnswerFault? Fault)> ReadAsync(
        Composition composition,
        DateTimeOffset? since,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    )
    {
        var now = composition.Now;
        var from = since ?? MomentText.Of(UsualPeriod, now)!.Value;
        var to = until ?? now;
        if (from >= to)
        {
            return (null, new AnswerFault("usage", $"--since {TimeText.Of(from)} is not before --until {TimeText.Of(to)}"));
        }

        var events = await HistoryFilter.ReadAllAsync(await composition.OpenReaderAsync(cancellationToken), from, [], cancellationToken);
        var reader = await composition.OpenSituationAsync(
            EvidenceScope.AliveAnd(PeriodReport.PartiesIn(events, from, to)),
            cancellationToken
        );
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        var situation = overview.Situation;
        var reach =
            situation is not null && composition.OpenReaching() is { } reaching
                ? await reaching.AskAsync([.. ReachQuery.AllOf(situation)], now, cancellationToken)
                : null;
        var result = new ReportResult(
            PeriodReport.Of(events, overview.Threats(), from, to),
            PauseText.NoteOf(situation?.Plan),
            situation?.Plan.KeptBack.Length,
            await RemovedByHandRow.NameAsync(
                RemovedByHandRow.InForce(overview.Decided.Ledger.Acts, now),
                situation is null ? null : composition.OpenUserNames(),
                cancellationToken
            ),
            situation is null
                ? []
                : [.. situation.Alarms, .. EffectText.WhyUnenforced(situation.Unenforced, composition.Settings.Pce.Mode)],
            reach is null ? null : ReachCountRow.Of(reach)
        );
        return (new Answer<ReportResult>(result, ExitCode.Done), null);
    }
}
