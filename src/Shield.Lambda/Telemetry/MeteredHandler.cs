namespace Shield.Lambda.Telemetry;

/// <summary>Counts what is asked of the PCE, and how long it takes to answer; every attempt by itself.</summary>
internal sealed class MeteredHandler(HttpMessageHandler network, TimeProvider clock, Func<Metrics> metrics) : DelegatingHandler(network)
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
            metrics().Add(Metric.PceCalls, 1);
            metrics().Add(Metric.PceLatency, clock.GetElapsedTime(started));
        }
    }
}
