using Shield.Hosting.Settings.Rows;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary><c>Telemetry:…</c>: where <c>shield run</c> sends its figures.</summary>
public sealed record TelemetrySettings
{
    /// <summary>The base of a collector's addresses, such as <c>http://127.0.0.1:4318</c>; null where none is told.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>As OpenTelemetry writes headers: <c>key=value,key=value</c>.</summary>
    public Secret? OtlpHeaders { get; init; }

    internal static TelemetrySettings Read(SettingReader reader)
    {
        var settings = new TelemetrySettings
        {
            Otlp = reader.Value(TelemetryRows.Otlp),
            OtlpHeaders = reader.Value(TelemetryRows.OtlpHeaders),
        };
        if (settings is { OtlpHeaders: not null, Otlp: { IsLoopback: false } url } && url.Scheme != Uri.UriSchemeHttps)
        {
            reader.Fault(TelemetryRows.OtlpHeaders.Name, $"would go to {TelemetryRows.Otlp.Name} in the clear; use https there");
        }

        return settings;
    }
}
