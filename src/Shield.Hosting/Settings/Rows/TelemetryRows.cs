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

    public static readonly ImmutableArray<Setting> All = [Otlp, OtlpHeaders];
}
