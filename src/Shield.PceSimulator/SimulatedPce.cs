using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shield.PceSimulator.Faults;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Tls;
using Shield.PceSimulator.Traffic;

namespace Shield.PceSimulator;

/// <summary>
/// An Illumio PCE on the wire, without one: the documented REST API with its draft, active and pending policy, and the documented
/// effect of that policy on who reaches whom. What is known of a real one stands in docs/pce.md, whose sections the code names.
/// Where nothing is known the simulator is strict, and its comments say <c>unknown: strict</c>.
/// </summary>
public sealed class SimulatedPce : IAsyncDisposable
{
    /// <summary>Null: there is no socket, only <see cref="NewWire"/>.</summary>
    private readonly WebApplication? _web;
    private readonly Pce _pce;
    private readonly Front _front;
    private readonly OwnAuthority? _authority;

    private readonly Keys _keys;

    private SimulatedPce(WebApplication? web, Uri url, Pce pce, Front front, Keys keys, OwnAuthority? authority)
    {
        _keys = keys;
        _authority = authority;
        _web = web;
        _pce = pce;
        _front = front;
        Url = url;
    }

    /// <summary>The bound address, without <c>/api/v2</c>.</summary>
    public Uri Url { get; }

    /// <summary>Whom a client must trust, as PEM; null without https.</summary>
    public string? CaPem => _authority?.CaPem;

    /// <summary>
    /// What was asked and answered, oldest first: the newest of it, within bounds of count and size. Also <c>GET /sim/v1/calls</c>.
    /// </summary>
    public IReadOnlyList<RecordedCall> Calls => _front.Log.Calls;

    /// <summary>Forgets what was recorded so far.</summary>
    public void ClearCalls() => _front.Log.Clear();

    /// <summary>Somebody deletes this API key in the console: whoever uses it gets 401.</summary>
    public void Revoke(string apiKey) => _keys.Revoke(apiKey);

    /// <summary>From now on, these faults and no others; none at all ends them. Also <c>POST /sim/v1/faults</c>.</summary>
    /// <exception cref="ArgumentException">An edit names what is no range.</exception>
    public void Script(params IReadOnlyList<FaultRule> faults)
    {
        var script = Armed(faults);
        lock (_pce.Gate)
        {
            _pce.Faults = script;
        }
    }

    /// <summary>From now on these talk too, besides those of the seed. Also <c>POST /sim/v1/contacts</c>.</summary>
    public void Talk(params IReadOnlyList<Contact> contacts)
    {
        lock (_pce.Gate)
        {
            _pce.Traffic.Add(contacts);
        }
    }

    /// <summary>
    /// Requests and answers in this process, without a network between them: what is handed to an HttpClient. The caller disposes of it.
    /// </summary>
    public HttpMessageHandler NewWire() => new InProcessWire(_front);

    /// <summary>A PCE that listens nowhere: only <see cref="NewWire"/> leads to it. Thousands of them may live one after another.</summary>
    /// <param name="url">Where its clients believe it to be.</param>
    /// <exception cref="ArgumentException">The seed is unknown, or the state file is another's.</exception>
    public static SimulatedPce WithoutSocket(SimulatorOptions options, Uri url)
    {
        ArgumentNullException.ThrowIfNull(options);

        var pce = new Pce(options, Armed(options.Faults));
        var keys = new Keys(options);
        return new SimulatedPce(null, url, pce, new Front(pce, keys, new CallLog()), keys, authority: null);
    }

    /// <summary>Ready for requests when the task completes.</summary>
    /// <exception cref="ArgumentException">The seed is unknown, or the state file is another's.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SimulatedPce> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);

        var pce = new Pce(options, Armed(options.Faults));
        var authority = options.Tls ? OwnAuthority.In(options.TlsFolder) : null;

        // The empty builder, so that no appsettings.json or ASPNETCORE_ variable of the surroundings reaches in, and nothing is printed.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .UseUrls(authority is null ? options.Urls : options.Urls.Replace("http://", "https://", StringComparison.Ordinal));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = authority?.Server);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();

        var web = builder.Build();
        try
        {
            var keys = new Keys(options);
            var front = new Front(pce, keys, new CallLog());
            web.Use(front.Identify);
            web.UseRouting();
            Routes.Map(web, front);
            await web.StartAsync(cancellationToken);
            return new SimulatedPce(web, new Uri(web.Urls.First()), pce, front, keys, authority);
        }
        catch
        {
            await web.DisposeAsync();
            pce.Dispose();
            authority?.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the token is cancelled or the simulator is disposed; at once where it listens nowhere.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) =>
        _web?.WaitForShutdownAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Requests under way are cut off: nobody waits for a simulator.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_web is not null)
        {
            await _web.StopAsync(new CancellationToken(canceled: true));
            await _web.DisposeAsync();
        }

        _pce.Dispose();
        _authority?.Dispose();
    }

    private static FaultScript Armed(IReadOnlyList<FaultRule> faults)
    {
        try
        {
            return new FaultScript(faults);
        }
        catch (Refusal refusal)
        {
            throw new ArgumentException(refusal.Message, nameof(faults), refusal);
        }
    }

    /// <summary>Whoever embeds the simulator owns the process: it must not take Ctrl+C for itself.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
