using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Reconciling;

namespace Shield.Hosting.Telemetry;

/// <summary>What was recorded and reconciled, as figures. Whoever records and reconciles measures the same, wherever it runs.</summary>
public static class Measuring
{
    extension(IMeasures measures)
    {
        public void Add(Metric metric, TimeSpan time) => measures.Add(metric, Math.Round(time.TotalMilliseconds, 1));

        /// <param name="intake">What was recorded.</param>
        /// <param name="rejected">Records that will not be understood the next time either.</param>
        public void TellRecorded(Intake intake, int rejected)
        {
            measures.Add(Metric.Findings, intake.Findings);
            measures.Add(Metric.Sightings, intake.Sightings);
            measures.Add(Metric.Duplicates, intake.Duplicates);
            measures.Add(Metric.Rejected, rejected);
            measures.Add(Metric.UnknownTypes, intake.UnknownTypes.Findings);
            measures.Add(Metric.Nameless, intake.Nameless.Findings);
        }

        /// <param name="findings">Those that stand in the ledger by now.</param>
        /// <param name="now">When they stood there.</param>
        public void TellTimes(IEnumerable<Finding> findings, DateTimeOffset now)
        {
            foreach (var finding in findings)
            {
                measures.Add(Metric.TimeToRecorded, now - finding.UpdatedAt);
            }
        }

        public void TellReconciled(ReconcileReport report, TimeSpan duration, DateTimeOffset now)
        {
            measures.Add(Metric.ReconcileDuration, duration);
            measures.Add(Metric.NotEnforced, report.IsUnenforced ? 1 : 0);
            measures.Add(Metric.KeptBack, report.KeptBack);
            measures.TellLastGood(report.GoodBefore(now), now);
            if (CountOf(report) is { } count)
            {
                measures.Add(count, 1);
            }

            if (report.Tally is { } tally)
            {
                measures.Tell(tally, now);
            }
        }

        /// <summary>A reconcile that came to nothing.</summary>
        /// <param name="lastGoodAt">When one last did not; null where that is not known.</param>
        public void TellFailed(Exception fault, DateTimeOffset? lastGoodAt, DateTimeOffset now)
        {
            measures.TellLastGood(lastGoodAt, now);
            if (fault is PceException pce)
            {
                measures.Add(
                    pce.Fault is PceFault.Credentials or PceFault.Forbidden ? Metric.CredentialsRefused : Metric.PceUnreachable,
                    1
                );
            }
        }

        private void TellLastGood(DateTimeOffset? at, DateTimeOffset now)
        {
            if (at is { } good)
            {
                measures.Add(Metric.SecondsSinceGoodReconcile, Math.Round((now - good).TotalSeconds));
            }
        }

        private void Tell(Tally tally, DateTimeOffset now)
        {
            measures.Add(Metric.Entries, tally.Entries);
            measures.Add(Metric.CapacityUsed, tally.Room is 0 ? 100 : Math.Round(100.0 * tally.Entries / tally.Room, 1));
            measures.Add(Metric.Blocked, tally.Count(Verdict.Block));
            measures.Add(Metric.Held, tally.Count(Verdict.Hold));
            measures.Add(Metric.Ignored, tally.Count(Verdict.Ignore));
            measures.SetIgnored(
                tally
                    .Decisions.Where(count => count.Verdict is Verdict.Ignore)
                    .GroupBy(count => count.Reason, StringComparer.Ordinal)
                    .ToDictionary(counts => counts.Key, counts => counts.Sum(count => count.Count), StringComparer.Ordinal)
            );
            foreach (var updated in tally.NewlyActive.Select(active => active.UpdatedAt).OfType<DateTimeOffset>())
            {
                measures.Add(Metric.TimeToActive, now - updated);
            }
        }
    }

    private static Metric? CountOf(ReconcileReport report) =>
        report switch
        {
            { IsGood: true } => Metric.GoodReconciles,
            { Outcome: ReconcileOutcome.Refused } => Metric.StructuralRefusals,
            { Outcome: ReconcileOutcome.Waiting } => Metric.VersionsWaiting,
            // Another instance does it, and tells it.
            _ => null,
        };

    private static int Count(this Tally tally, Verdict verdict) =>
        tally.Decisions.Where(count => count.Verdict == verdict).Sum(count => count.Count);
}
