using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Recording;
using Shield.Hosting.Telemetry;

namespace Shield.Lambda.Telemetry;

/// <summary>Tells what an invocation came to, in lines and figures.</summary>
internal sealed class InvocationLog(Log log, string stack, TimeProvider clock)
{
    /// <summary>So many finding ids stand in one line.</summary>
    private const int MostIds = 100;

    /// <summary>So many failed messages are told by name.</summary>
    private const int MostFailed = 100;

    /// <summary>In the place of an outcome: the lists are written, and nothing enforces them.</summary>
    private const string NotEnforced = "NotEnforced";

    /// <summary>Of the invocation that is being handled.</summary>
    public EmbeddedMetrics Metrics { get; private set; } = new(stack);

    public void Begin(string requestId) => (log.RequestId, Metrics) = (requestId, new EmbeddedMetrics(stack));

    public void End()
    {
        log.Write(Metrics);
        log.RequestId = null;
    }

    public void Note(string what) => log.Info(what);

    public void Tell(RecordedBatch recorded)
    {
        Metrics.TellRecorded(recorded.Intake, recorded.Failed.Count(part => part.IsRejected));
        Metrics.TellTimes(recorded.Findings, clock.GetUtcNow());
        foreach (var ids in recorded.Findings.Select(finding => finding.Key.Id).Chunk(MostIds))
        {
            log.Info("recorded", new LogDetail { Findings = ids });
        }

        foreach (var type in recorded.Intake.UnknownTypes.Listed)
        {
            log.Warn("the table of finding types does not know this one; its parties are held", new LogDetail { Reason = type.Name });
        }

        foreach (var (type, count) in recorded.Intake.Nameless.ByType)
        {
            log.Warn(
                "findings of this type name a party, and none could be read in these",
                new LogDetail { Reason = type, Detail = $"{count} finding(s)" }
            );
        }

        foreach (var part in recorded.Failed.Take(MostFailed))
        {
            log.Error(
                part.IsRejected ? "a message is not understood" : "a message is not recorded",
                new LogDetail { MessageId = part.Message.Id, Detail = part.Why }
            );
        }
    }

    public void Tell(ReconcileReport report, TimeSpan duration)
    {
        Metrics.TellReconciled(report, duration, clock.GetUtcNow());
        var detail = new LogDetail
        {
            Outcome = report.IsUnenforced ? NotEnforced : report.Outcome.ToString(),
            Reason = report.Reason,
            Detail = report.Detail,
            Added = report.Added,
            Removed = report.Removed,
            KeptBack = report.KeptBack,
            PolicyVersion = report.PolicyVersion,
        };
        if (report is { IsUnenforced: true, Unenforced: { } lists })
        {
            var rules = string.Join("; ", lists.Select(list => $"{list.List.ToWord()}: the rule is {list.Condition.ToWord()}"));
            log.Warn(
                "reconciled, and not enforced: no enabled rule of ours uses a list, so what stands on it is not blocked",
                detail with
                {
                    Reason = rules,
                }
            );
        }
        else if (report.IsGood)
        {
            log.Info("reconciled", detail);
        }
        else
        {
            log.Warn("not reconciled", detail);
        }
    }

    /// <summary>A request for which it is not the time yet, or not any more.</summary>
    public void TellPutOff(Wait wait)
    {
        if (wait.IsForToken)
        {
            Metrics.Add(Metric.VersionsWaiting, 1);
        }

        log.Info(wait.Why);
    }

    /// <summary>A reconcile that came to nothing.</summary>
    /// <param name="lastGoodAt">When one last did not; null where that is not known.</param>
    public void Tell(Exception fault, DateTimeOffset? lastGoodAt)
    {
        Metrics.TellFailed(fault, lastGoodAt, clock.GetUtcNow());
        log.Error(
            "not reconciled; what is recorded is safe",
            new LogDetail
            {
                Reason = fault is PceException { Fault: var kind } ? kind.ToString() : fault.GetType().Name,
                Detail = fault.Message,
            }
        );
    }

    /// <summary>At every invocation, for as long as it is so: an alarm that is told once would end by itself.</summary>
    /// <param name="why">What is wrong with the operator's settings, and what counts instead.</param>
    public void TellSettingsRefused(string why)
    {
        Metrics.Add(Metric.SettingsRefused, 1);
        log.Error("the settings are refused; findings are recorded all the same", new LogDetail { Detail = why });
    }
}
