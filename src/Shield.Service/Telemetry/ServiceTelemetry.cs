using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Shield.Hosting.Settings;
using Shield.Hosting.Telemetry;

namespace Shield.Service.Telemetry;

/// <summary>
/// Who is told the figures: Prometheus, which asks at <c>/metrics</c>, and where <c>Telemetry:Otlp:Url</c> names one, a collector of
/// OpenTelemetry, with traces of what is recorded, reconciled and asked of the PCE. Neither holds anything up: what cannot be sent is lost.
/// </summary>
internal sealed class ServiceTelemetry : IDisposable
{
    public const string Path = "/metrics";

    /// <summary>What .NET itself tells: memory, processor, threads; requests that came in and went out.</summary>
    private static readonly string[] MetersOfDotNet = ["System.Runtime", "Microsoft.AspNetCore.Hosting"];

    private static readonly string[] SourcesOfDotNet = ["System.Net.Http", "Microsoft.AspNetCore"];

    private static readonly ActivitySource Source = new(MeterMeasures.MeterName);

    private readonly MeterMeasures _measures = new();
    private readonly MeterProvider _metrics;
    private readonly TracerProvider? _traces;

    public ServiceTelemetry(TelemetrySettings settings)
    {
        var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(MeterMeasures.MeterName)
            .AddMeter(MetersOfDotNet)
            .AddPrometheusExporter();
        if (settings.Otlp is { } collector)
        {
            metrics.AddOtlpExporter(options => Configure(options, collector, "v1/metrics", settings));
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(Describe)
                .AddSource(MeterMeasures.MeterName)
                .AddSource(SourcesOfDotNet)
                .AddOtlpExporter(options => Configure(options, collector, "v1/traces", settings))
                .Build();
        }

        _metrics = metrics.Build();
    }

    public IMeasures Measures => _measures;

    /// <summary>A span of a trace; null where nobody looks at traces.</summary>
    public static Activity? Start(string what) => Source.StartActivity(what);

    public void Serve(WebApplication web) =>
        web.UseOpenTelemetryPrometheusScrapingEndpoint(
            _metrics,
            predicate: null,
            path: Path,
            configureBranchedPipeline: null,
            optionsName: null
        );

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics.Dispose();
        _measures.Dispose();
    }

    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("guardduty-shield", serviceVersion: typeof(ServiceTelemetry).Assembly.GetName().Version?.ToString());

    private static void Configure(OtlpExporterOptions options, Uri collector, string path, TelemetrySettings settings)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{collector.ToString().TrimEnd('/')}/{path}");
        options.Headers = settings.OtlpHeaders?.Reveal();
    }
}
