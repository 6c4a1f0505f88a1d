using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Hosting.Telemetry;

namespace Shield.Service.Reconciling;

/// <summary>The loop's figures.</summary>
internal sealed class LoopMeasuring(IMeasures measures, EnforcementWatch watch, TimeProvider clock)
{
    private DateTimeOffset? _lastGoodAt;

    public void Reconciled(ReconcileReport report, TimeSpan duration)
    {
        var now = clock.GetUtcNow();
        _lastGoodAt = report.GoodBefore(now) ?? _lastGoodAt;
        measures.TellReconciled(report, duration, now);
        watch.Note(report);
    }

    public void Failed(Exception fault)
    {
        if (fault is SettingsException)
        {
            measures.Add(Metric.SettingsRefused, 1);
        }

        measures.TellFailed(fault, _lastGoodAt, clock.GetUtcNow());
    }

    public void PutOffForToken() => measures.Add(Metric.VersionsWaiting, 1);
}
