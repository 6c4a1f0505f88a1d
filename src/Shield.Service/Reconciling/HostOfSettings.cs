using System.Collections.Immutable;
using System.Net;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Service.Reconciling;

/// <summary>
/// What the loop works with, made of the settings that count, and made anew when they change or after five minutes: never-block files are
/// read by it once.
/// </summary>
internal sealed class HostOfSettings(
    LoopRunner runner,
    Func<PceOptions, HttpMessageHandler> network,
    ImmutableArray<IPEndPoint> nameServers,
    Action<string> note,
    TimeProvider clock
) : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private ShieldHost? _host;
    private long _madeAt;

    public ShieldHost For(ShieldSettings settings)
    {
        if (_host is { } host && ReferenceEquals(host.Settings, settings) && clock.GetElapsedTime(_madeAt) < Life)
        {
            return host;
        }

        _host?.Dispose();
        _madeAt = clock.GetTimestamp();
        return _host = new ShieldHost(settings, runner, clock, network, note) { NameServers = nameServers };
    }

    public void Dispose() => _host?.Dispose();
}
