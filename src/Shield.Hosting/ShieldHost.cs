using System.Collections.Immutable;
using System.Net;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Pce;
using Shield.Pce.Calling;

namespace Shield.Hosting;

/// <summary>
/// What a program that runs the loop works with, made out of settings; nothing is opened before somebody asks for it. Where the ledger lies
/// is the program's affair: a Lambda carries no SQLite.
/// </summary>
/// <param name="runner">Who this is, on the lease.</param>
/// <param name="note">Told of progress and warnings.</param>
public sealed class ShieldHost(
    ShieldSettings settings,
    LoopRunner runner,
    TimeProvider clock,
    Func<PceOptions, HttpMessageHandler> network,
    Action<string> note
) : IDisposable
{
    private PceClient? _client;
    private ImmutableArray<SoftSource> _soft;

    public ShieldSettings Settings => settings;

    public LoopRunner Runner => runner;

    public TimeProvider Clock => clock;

    public DateTimeOffset Now => clock.GetUtcNow();

    public Action<string> Note => note;

    /// <summary>Whom to ask where blocked names lead to; none for the servers of the system.</summary>
    public ImmutableArray<IPEndPoint> NameServers { get; init; } = [];

    /// <summary>With the never-block files in them, which the first call reads.</summary>
    public ReconcileSettings ReadReconcileSettings()
    {
        if (_soft.IsDefault)
        {
            _soft = [.. settings.NeverBlockFiles.Select(SoftFileReading.Read)];
        }

        return settings.ForReconcile(_soft);
    }

    /// <summary>The one client of this host, made by the first call. All share its connections and its budget of requests.</summary>
    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public PceClient OpenClient() =>
        _client ??= settings.PceFaults.IsEmpty
            ? new PceClient(settings.Pce, network(settings.Pce), clock, new Random().NextDouble, new PceLog(note))
            : throw new SettingsException(settings.PceFaults);

    /// <summary>The PCE to look at; one that is not configured says so when it is read.</summary>
    public IPce OpenPce() => settings.PceFaults.IsEmpty ? OpenPceWriter() : new UnconfiguredPce(settings.PceFaults);

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public IllumioPce OpenPceWriter() => new(OpenClient(), settings.Pce, clock);

    /// <summary>Where the PCE answers, without a question to it.</summary>
    public async Task<PceAddresses> ResolvePceAsync(CancellationToken cancellationToken) =>
        settings.Pce.Url is { } url
            ? await IllumioPce.ResolveAddressesAsync(new Uri(url), clock, cancellationToken)
            : new PceAddresses([], "no PCE is configured");

    /// <param name="ledger">What is recorded.</param>
    /// <param name="scope">Of which parties the evidence is read.</param>
    /// <param name="trafficPatience">So long the PCE's traffic is waited for; null: it is not asked.</param>
    public SituationReader SituationOf(ILedgerReader ledger, EvidenceScope scope, TimeSpan? trafficPatience = null) =>
        new(ledger, OpenPce(), ReadReconcileSettings()) { Scope = scope, TrafficPatience = trafficPatience };

    /// <exception cref="SettingsException">The PCE's settings are not complete.</exception>
    public ReconcilerWithUpkeep ReconcilerOn(ILedger ledger)
    {
        _ = OpenClient();
        return new ReconcilerWithUpkeep(this, ledger);
    }

    public void Dispose() => _client?.Dispose();
}
