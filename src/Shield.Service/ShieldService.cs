using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shield.Aws;
using Shield.Aws.DynamoDb;
using Shield.Console;
using Shield.Console.Access;
using Shield.Console.Live;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Core.Telling;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Hosting.Telemetry;
using Shield.Operating;
using Shield.Service.FeedsOut;
using Shield.Service.Health;
using Shield.Service.Links;
using Shield.Service.Reconciling;
using Shield.Service.Recording;
using Shield.Service.Settings;
using Shield.Service.Sources;
using Shield.Service.Telemetry;
using Shield.Service.Webhook;
using Shield.Sqlite;

namespace Shield.Service;

/// <summary>
/// <c>shield run</c>, from top to bottom: settings → ledger → recording → sources → loop → what is served. Recording stands on the ledger
/// alone; the loop reads what it records, and neither waits for the other.
/// </summary>
public static class ShieldService
{
    /// <summary>How long it may take from SIGTERM to the end: requests that are under way, then the reconcile that is.</summary>
    public static readonly TimeSpan StopsWithin = ReconcileLoop.DrainsWithin + TimeSpan.FromSeconds(10);

    /// <param name="parts">What it works with.</param>
    /// <param name="stop">Cancelled by SIGTERM: nothing more is taken, what is under way is finished, and it returns.</param>
    /// <exception cref="SettingsException">What recording needs is wrong, or an address would take keys in the clear.</exception>
    /// <exception cref="LedgerException">The ledger cannot be opened.</exception>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task RunAsync(ServiceParts parts, CancellationToken stop)
    {
        var (clock, note) = (parts.Clock, parts.Note);
        using var settings = new LiveSettings(parts.Settings, note, clock);
        var first = settings.Now.Recording;
        Transport.ThrowIfInTheClear(parts.Urls, first.Service);
        TellAtStart(settings.Now, note);

        var date = first.LedgerTable is null ? null : new AwsDate(clock);
        var ledger = await OpenLedgerAsync(first, date, clock, stop);
        await using var closed = (IAsyncDisposable)ledger;

        // Who is told the figures of all that follows.
        using var telemetry = new ServiceTelemetry(first.Telemetry);
        var measures = telemetry.Measures;

        // What comes in: from every source through one recorder.
        using var changes = new Changes(clock);
        using var inbox = new ReconcileInbox(changes.Tell);
        var recording = new RecordingHealth(clock);
        var recorder = new Recorder(ledger, inbox, recording, measures, clock);
        var webhook = new SourceState("webhook", "POST /findings", clock);
        using var findings = new FindingsEndpoint(
            recorder,
            recording,
            settings,
            new WebhookKeys(clock),
            new ClientLimits(clock),
            webhook,
            note,
            clock
        );

        using var sources = SourceSet.Of(first, recorder, new FeedsSource(ledger, settings, inbox, note, clock), settings, note, clock);
        ImmutableArray<SourceState> states = [webhook, .. sources.All.Select(source => source.State)];

        // What goes out: one reconcile after the other.
        var me = ThisProcess.Runner with
        {
            Watch = new LeaseWatch(clock, trustsDates: false),
        };
        HostOfSettings Hosts() =>
            new(me, options => new MeteredHandler(parts.Network(options), clock, () => measures), parts.NameServers, note, clock);
        using var hosts = Hosts();
        using var watching = Hosts();
        using var deciding = Hosts();
        using var watch = new EnforcementWatch(settings, watching, measures, note, clock);
        using var news = new NewsDesk(settings, ledger, me, Problems, note, clock);
        using var loop = new ReconcileLoop(
            ledger,
            date,
            settings,
            inbox,
            hosts,
            new LoopListeners(measures, watch, news, changes.Tell, clock),
            note,
            clock
        );

        // Who is told of a hold may decide about it by a link.
        using var holds = new HoldEndpoint(ledger, settings, deciding, inbox, new ClientLimits(clock), note, clock);

        // Other firewalls pull what is decided.
        using var serving = Hosts();
        using var decided = new DecidedLists(ledger, serving, clock);
        var feeds = new FeedsEndpoint(decided, settings, new ClientLimits(clock), note);

        // What is wrong with this process itself is news, too.
        ImmutableArray<Problem> Problems() => [.. states.Select(source => source.Problem).OfType<Problem>(), .. settings.Now.Problems];

        var health = new HealthEndpoints(ledger, PlaceOf(first), recording, states, loop, settings, parts.Settings.File, clock);

        // They are stopped in the opposite order, the listener first: what was taken is recorded, and the loop ends last.
        using var certificate = CertificateOf(first.Service, note, clock);
        certificate?.Get();
        ImmutableArray<BackgroundService> background =
        [
            settings,
            watch,
            news,
            loop,
            .. sources.All.Select(source => new SourceLoop(source, note, clock)),
        ];
        var console = ConsoleOf(changes, settings, first.Service, parts);
        await using var web = Build(parts.Urls, certificate, background, console);
        web.UseRouting();
        telemetry.Serve(web);
        web.MapPost("/findings", findings.AnswerAsync);
        web.MapGet(HoldEndpoint.Route, holds.AskAsync);
        web.MapPost(HoldEndpoint.Route, holds.ActAsync);
        web.MapMethods(FeedsEndpoint.Route, [HttpMethods.Get, HttpMethods.Head], feeds.AnswerAsync);
        web.MapGet("/healthz", HealthEndpoints.AnswerHealthAsync);
        web.MapGet("/readyz", health.AnswerReadyAsync);
        if (console is not null)
        {
            ShieldConsole.Serve(web);
        }

        try
        {
            await web.StartAsync(stop);
            await parts.Started([.. web.Urls]);
            SystemdNotice.Send(parts.NotifySocket, SystemdNotice.Ready, note);
            await UntilAsync(stop, web.Lifetime.ApplicationStopping);
            SystemdNotice.Send(parts.NotifySocket, SystemdNotice.Stopping, note);
            note("stopping: nothing more is taken; what is under way is finished");
        }
        finally
        {
            // Also where it could not start, since the loop began before the listener: a reconcile is finished before its ledger is closed.
            await web.StopAsync(CancellationToken.None);
        }

        ThrowIfEnded(background);
    }

    /// <summary>
    /// A part that came to an end by a fault that nobody foresaw: whoever supervises this process starts it again, which is better than a
    /// service that looks alive and tells nobody, or reconciles nothing.
    /// </summary>
    /// <exception cref="AggregateException">With what ended it.</exception>
    private static void ThrowIfEnded(ImmutableArray<BackgroundService> background)
    {
        foreach (var fault in background.Select(part => part.ExecuteTask?.Exception).OfType<AggregateException>())
        {
            throw fault;
        }
    }

    private static void TellAtStart(SettingsInForce settings, Action<string> note)
    {
        foreach (var warning in settings.Whole?.Warnings ?? [])
        {
            note($"warning: {warning}");
        }

        foreach (var refused in settings.Refused)
        {
            note($"settings: {refused}");
        }

        if (settings.Whole is null)
        {
            note("settings: findings are recorded, and nothing is reconciled until this is mended in the file");
        }
    }

    private static async Task<ILedger> OpenLedgerAsync(
        ShieldSettings settings,
        AwsDate? date,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) =>
        settings.LedgerTable is { } table
            ? DynamoDbLedger.Connect(table, settings.LedgerRegion, clock, new Random().NextDouble, date)
            : await SqliteLedger.OpenAsync(settings.LedgerPath, cancellationToken);

    private static string PlaceOf(ShieldSettings settings) =>
        settings.LedgerTable is { } place ? $"table '{place.Table}'" : Path.GetFullPath(settings.LedgerPath);

    private static ServerCertificate? CertificateOf(ServiceSettings settings, Action<string> note, TimeProvider clock) =>
        settings.Certificate is { } file ? new ServerCertificate(file, settings.CertificateKey, note, clock) : null;

    /// <summary>
    /// The empty builder, so that no appsettings.json and no variable of ASP.NET reaches in, and nothing of it takes the signals or prints.
    /// </summary>
    private static WebApplication Build(
        ImmutableArray<Uri> urls,
        ServerCertificate? certificate,
        ImmutableArray<BackgroundService> parts,
        ConsoleParts? console
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .UseUrls([.. urls.Select(url => url.GetLeftPart(UriPartial.Authority))]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 1_000;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(3));
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificateSelector = (_, _) => certificate?.Get());
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopsWithin);
        foreach (var part in parts)
        {
            builder.Services.AddSingleton<IHostedService>(part);
        }

        if (console is not null)
        {
            ShieldConsole.AddTo(builder.Services, console);
        }

        return builder.Build();
    }

    /// <returns>Null where the settings leave the console out.</returns>
    private static ConsoleParts? ConsoleOf(Changes changes, LiveSettings settings, ServiceSettings service, ServiceParts parts) =>
        service.ConsoleEnabled
            ? new ConsoleParts
            {
                Settings = () => settings.Now.Whole,
                Compose = (whole, note) => new Composition(whole, parts.Clock, parts.Network, parts.NameServers, note),
                Changes = changes,
                Clock = parts.Clock,
                Note = parts.Note,
                IsFromThisMachine = Transport.IsFromThisMachine,
                WhyNotSecret = context => Transport.WhyNot(context, service),
                ClientOf = context => Transport.ClientOf(context, service),
                Users = new UserFile(service.ConsoleUsers),
                SessionIdle = service.ConsoleIdle,
                SessionLife = service.ConsoleLife,
                PublicUrl = service.PublicUrl,
            }
            : null;

    /// <param name="stop">SIGTERM.</param>
    /// <param name="ended">A part came to its end by a fault.</param>
    private static async Task UntilAsync(CancellationToken stop, CancellationToken ended)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(() => stopped.TrySetResult());
        await using var other = ended.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    /// <summary>The command line has the signals.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
