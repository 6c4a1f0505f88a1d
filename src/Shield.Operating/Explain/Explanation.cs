using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Faults;
using Shield.Operating.Reading;

namespace Shield.Operating.Explain;

/// <summary><c>explain</c>: why a party is blocked, held, ignored, or not known at all.</summary>
public static class Explanation
{
    /// <param name="others">What of other people's covers it; null where the PCE cannot be asked.</param>
    /// <param name="reaching">Asks the PCE on which workloads it bites; null where that cannot be asked.</param>
    /// <param name="traffic">Tells who of us talked with it; null: nobody asks.</param>
    public static async Task<Answer<Explained>> ReadAsync(
        Indicator asked,
        SituationReader reader,
        ILedgerReader ledger,
        Reaching? reaching,
        OtherCover? others,
        TrafficLook? traffic,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        var subject = SubjectOf(asked, overview);
        var on = await CoveringEntry.FindAsync(asked, subject?.Decision, overview, ledger, cancellationToken);
        var cover =
            others is null || overview.Situation is null ? [] : await others.FindAsync(asked, overview.Situation.View, cancellationToken);
        var reached =
            reaching is null || on is null || on.Rules.IsEmpty ? null
            : asked.IsDomain ? Reached.Unknown("whether a PCE acts on a name in a deny rule is not known")
            : await reaching.AskAsync(
                [
                    .. on.Rules.Select(rule => new ReachQuery(
                        rule,
                        asked.Range.Family,
                        on.Probe.Range,
                        ServicePort.Of(rule.Direction, subject?.Decision.Sightings ?? [])
                    )),
                ],
                now,
                cancellationToken
            );
        var talked = traffic is null || overview.Situation is null ? null : await traffic.AskAsync([asked], now, cancellationToken);
        var decision = subject?.Decision;
        var excluded = ExcludedThrough(overview, subject);
        var can = Suggestible.Of(asked, decision, overview, cover.Any(one => one.IsDenied));
        return new Answer<Explained>(
            new Explained
            {
                Asked = asked,
                Subject = subject,
                Checks = [.. ExplainedChecks.Of(asked, decision, excluded, reached, overview)],
                Sightings = [.. (decision?.Sightings ?? []).OrderByDescending(sighting => sighting.LastSeen).Select(SightingRow.Of)],
                Acts = [.. ActsOn(asked, decision, overview.Decided.Ledger)],
                Resolved = LedByNames.About(asked, overview.Decided),
                OnPce = on?.Entry,
                Reach = reached,
                Traffic = talked,
                Others = cover,
                Excluded = [.. excluded.Select(rule => rule.Detail).OfType<string>()],
                WouldChange = WhatWouldChange.Of(asked, subject, overview.Decided.Mode, can),
                UnknownEntries =
                [
                    .. (overview.Situation?.Plan.Lists ?? [])
                        .SelectMany(list => list.Orphans)
                        .Select(orphan => orphan.Entry.ToString())
                        .Distinct(),
                ],
                Paused = PauseText.NoteOf(overview.Situation?.Plan),
                Unreachable = overview.Unreachable is { } fault ? PceAdvice.Sentence(fault) : null,
            },
            ExitCode.Done
        );
    }

    /// <summary>
    /// The decision about exactly this indicator; that of a wider one where the wider one blocks it, or no other is about it.
    /// </summary>
    private static Threat? SubjectOf(Indicator asked, Overview overview)
    {
        var threats = overview.Threats().Where(threat => threat.Decision.Indicator.Covers(asked)).ToList();
        var exact = threats.FirstOrDefault(threat => threat.Decision.Indicator == asked);
        var covering = threats
            .Where(threat => threat.Decision.Indicator != asked)
            .OrderByDescending(threat => Blocks(threat, asked))
            .ThenByDescending(threat => threat.Decision.Verdict)
            .FirstOrDefault();
        return (exact, covering) switch
        {
            (_, { }) when exact?.Decision.Verdict is not Verdict.Block && Blocks(covering, asked) => covering,
            // It was cut out of a blocked range around it: the reason is what protects it, not the block.
            (null, { Decision.Verdict: Verdict.Block }) => overview.About(asked),
            _ => exact ?? covering,
        };
    }

    /// <summary>Exclusion mode: the allow rules that leave it out, and those through which it still gets.</summary>
    private static ImmutableArray<BlockingRule> ExcludedThrough(Overview overview, Threat? subject) =>
        overview is { Situation: { } situation, Decided.Mode: PceMode.Exclusion }
        && subject is { State: EntryState.Active, Decision: var decision }
            ? [.. situation.View.Rules.Where(rule => decision.Directions.Has(rule.Direction))]
            : [];

    private static bool Blocks(Threat threat, Indicator asked) =>
        threat.Decision.Verdict is Verdict.Block && (asked.IsDomain || threat.Decision.Entries.Any(entry => entry.Covers(asked.Range)));

    private static IEnumerable<ActRow> ActsOn(Indicator asked, Decision? decision, LedgerContent ledger)
    {
        var withdrawals = Withdrawals.In(ledger.Acts);
        var weighed = (decision?.Acts ?? []).Select(act => act.Id).ToHashSet();
        return ledger
            .Acts.Where(act => act.Indicator is { } about && (about.Covers(asked) || weighed.Contains(act.Id)))
            .OrderByDescending(act => act)
            .Select(act => ActRow.Of(act) with { WithdrawnBy = withdrawals.GetValueOrDefault(act.Id)?.Id });
    }
}
