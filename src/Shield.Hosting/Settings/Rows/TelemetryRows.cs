using System.Collections.Immutable;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Telemetry:…</c> and <c>Slo:…</c>: whom <c>shield run</c> tells its figures, and how soon is soon enough.</summary>
internal static class TelemetryRows
{
    public static readonly ValueSetting<Uri?> Otlp = SettingType.WebUrl("Telemetry:Otlp:Url", "http://127.0.0.1:4318") with
    {
        Otherwise = "none",
        IsReadOnce = true,
        Of = settings => settings.Telemetry.Otlp,
        Meaning =
            "`shield run` sends metrics and traces there, by OpenTelemetry's protocol over HTTP ([metrics](metrics.md#opentelemetry)). "
            + "`GET /metrics` answers Prometheus with it and without it",
    };

    public static readonly ValueSetting<Secret?> OtlpHeaders = SettingType.Secret("Telemetry:Otlp:Headers") with
    {
        IsReadOnce = true,
        Of = settings => settings.Telemetry.OtlpHeaders,
        Meaning = "Sent along, for a collector that wants a key: `api-key=…`, several with `,` between. Over https, or on this machine",
    };

    public static readonly ValueSetting<TimeSpan> TimeToActive = SettingType.Time(
        "Slo:TimeToActive",
        TimeSpan.FromSeconds(60),
        least: TimeSpan.FromSeconds(1)
    ) with
    {
        Of = settings => settings.TimeToActive,
        Meaning =
            "The objective: so soon after GuardDuty's update a block should be active, for 99 of 100. `status` says how it went in the "
            + "last 24 hours, and how fast the error budget is used (burn; over 1.0 it does not last)",
    };

    public static readonly ImmutableArray<Setting> All = [Otlp, OtlpHeaders, TimeToActive];
}
