using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Hosting.Telemetry;

namespace Shield.Service.Reconciling;

/// <summary>Who hears what each reconcile came to: figures, the watch over enforcement, and whoever is told what is news.</summary>
/// <param name="changed">Told that pages may show something old.</param>
internal sealed class LoopListeners(IMeasures measures, EnforcementWatch watch, NewsDesk news, Action changed, TimeProvider clock)
{
    private DateTimeOffset? _lastGoodAt;

    public void Reconciled(ReconcileReport report, TimeSpan duration)
    {
        var now = clock.GetUtcNow();
        _lastGoodAt = report.GoodBefore(now) ?? _lastGoodAt;
        measures.TellReconciled(report, duration, now);
        watch.Note(report);
        news.Tell(report);
        changed();
    }

    public void Failed(Exception fault)
    {
        if (fault is SettingsException)
        {
            measures.Add(Metric.SettingsRefused, 1);
        }

        measures.TellFailed(fault, _lastGoodAt, clock.GetUtcNow());
        if (fault is PceException or LedgerException)
        {
            news.Tell(fault);
        }

        changed();
    }

    public void PutOffForToken() => measures.Add(Metric.VersionsWaiting, 1);
}
