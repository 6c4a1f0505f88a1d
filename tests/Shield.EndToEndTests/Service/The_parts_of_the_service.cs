using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Shield.Cli;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Hosting.Telemetry;
using Shield.Pce.Calling;
using Shield.Service;
using Shield.Service.Reconciling;
using Shield.Service.Recording;
using Shield.Service.Settings;

namespace Shield.EndToEndTests.Service;

/// <summary>What runs beside the listener: none of it ends in silence, and none goes on when the rest has ended.</summary>
public sealed class The_parts_of_the_service : ServiceTest
{
    private readonly ConcurrentQueue<string> _notes = [];

    /// <summary>An hour after the start it looks for the reach for the first time, and finds settings without a key.</summary>
    [Fact]
    public async Task The_watch_over_enforcement_goes_on_without_a_PCE()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var place = new SettingsPlace(File: null, () => [SettingLayer.OfAssignments([])], []);
        using var settings = new LiveSettings(place, _notes.Enqueue, clock);
        using var hosts = new HostOfSettings(ThisProcess.Runner, PceHandler.For, NameServers, _notes.Enqueue, clock);
        using var measures = new MeterMeasures();
        using var watch = new EnforcementWatch(settings, hosts, measures, _notes.Enqueue, clock);
        await watch.StartAsync(Cancellation);

        await UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(61));
                return Task.FromResult(!_notes.IsEmpty || watch.ExecuteTask!.IsCompleted);
            },
            "it looks"
        );

        Assert.False(watch.ExecuteTask!.IsCompleted);
        Assert.Contains("Pce:", Assert.Single(_notes), StringComparison.Ordinal);
        await watch.StopAsync(Cancellation);
    }

    /// <summary>A service that listens and does nothing else would look alive to whoever supervises it.</summary>
    [Fact]
    public async Task The_service_ends_where_one_of_them_ended_by_a_fault_that_nobody_foresaw()
    {
        var (file, reads) = (File("live.json", "{}"), 0);
        var parts = new ServiceParts
        {
            Settings = new SettingsPlace(
                file,
                () =>
                    reads++ is 0
                        ? [SettingLayer.OfAssignments([$"Ledger:Path={Ledger}"])]
                        : throw new InvalidOperationException("nobody foresaw it"),
                []
            ),
            Urls = [new Uri("http://127.0.0.1:0")],
            Clock = Clock,
            Network = PceHandler.For,
            NameServers = NameServers,
            Note = _notes.Enqueue,
            Started = async _ => await System.IO.File.WriteAllTextAsync(file, "{ }", Cancellation),
        };

        var ended = await Assert.ThrowsAnyAsync<Exception>(() =>
            ShieldService.RunAsync(parts, Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation)
        );

        Assert.Contains("nobody foresaw it", ended.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The loop begins before the listener: its ledger must not be closed under it.</summary>
    [Fact]
    public async Task The_loop_finishes_its_reconcile_where_the_listener_could_not_start()
    {
        await Initialise();
        var service = await StartServiceAsync();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            var run = await Json("run", "--urls", service.Url.ToString());

            Assert.Contains("address already in use", run.Expect(1).Output, StringComparison.Ordinal);
            Assert.DoesNotContain("disposed", run.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task SIGTERM_before_it_is_ready_is_no_failure()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var exitCode = await ShieldCommandLine.RunAsync(["run", "--urls", "http://127.0.0.1:0"], Around(output, error), stop.Token);

        Assert.Equal((0, ""), (exitCode, error.ToString()));
    }

    /// <summary>A balancer that sees 503 sends nothing, so nothing would ever show that the ledger is back.</summary>
    [Fact]
    public void A_ledger_that_failed_once_is_tried_again_also_where_the_clock_was_set_back()
    {
        var health = new RecordingHealth(Clock);
        health.Failed("locked");
        Assert.Equal("locked", health.WhyNot);

        // The time since this machine was started has passed once more.
        Clock.Advance(TimeSpan.FromDays(-1));
        Clock.Speed = 2;

        Assert.Null(health.WhyNot);
    }
}
