namespace Shield.Hosting.Telemetry;

/// <summary>Counts what is asked of the PCE, and how long it takes to answer; every attempt by itself.</summary>
public sealed class MeteredHandler(HttpMessageHandler network, TimeProvider clock, Func<IMeasures> measures) : DelegatingHandler(network)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            measures().Add(Metric.PceCalls, 1);
            measures().Add(Metric.PceLatency, clock.GetElapsedTime(started));
        }
    }
}
