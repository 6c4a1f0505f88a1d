using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Installing;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;
using Shield.Sqlite;

namespace Shield.Bench;

/// <summary>
/// What reconciles cost: requests, bytes, time; and what faults add to it. The real loop, client and ledger before a simulated PCE.
/// </summary>
internal sealed class Reconciles : IAsyncDisposable
{
    private const string Key = "api_bench";
    private const string Secret = "bench";

    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly DirectoryInfo _folder;
    private readonly SimulatedPce _pce;
    private readonly PceOptions _options;
    private readonly SqliteLedger _ledger;
    private int _parties;

    private Reconciles(SimulatedPce pce, DirectoryInfo folder, SqliteLedger ledger)
    {
        (_pce, _folder, _ledger) = (pce, folder, ledger);
        _options = new PceOptions
        {
            Url = pce.Url.ToString(),
            OrgId = "1",
            ApiKey = Key,
            ApiSecret = Shield.Pce.Calling.Secret.Of(Secret),
            OwnerId = "bench",
            RequestsPerMinute = 500,
        };
    }

    public static async Task<int> RunAsync(int rounds)
    {
        await using (var counted = await StartAsync())
        {
            await counted.CountAsync();
        }

        foreach (var latency in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(100) })
        {
            // One world for each, so that the lists are as long.
            await using var calm = await StartAsync();
            await using var faulty = await StartAsync();
            var without = await calm.TimeAsync(rounds, latency, faults: false);
            var with = await faulty.TimeAsync(rounds, latency, faults: true);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rounds} reconciles of one new attacker each, {latency.TotalMilliseconds} ms a request: "
                        + $"{without.Time:0} ms, under 5 % faults {with.Time:0} ms each, ratio {with.Time / without.Time:0.0}; "
                        + $"{with.Repeats} had to be begun again"
                )
            );
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _pce.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<Reconciles> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("shield-bench-");
        var pce = await SimulatedPce.StartAsync(
            new SimulatorOptions
            {
                ApiKey = Key,
                ApiSecret = Secret,
                Seed = "three-tier",
                RequestsPerMinute = null,
            },
            CancellationToken.None
        );
        var world = new Reconciles(
            pce,
            folder,
            await SqliteLedger.OpenAsync(Path.Combine(folder.FullName, "shield.db"), CancellationToken.None)
        );
        using var client = world.NewClient();
        var installation = new Installation(client, world._options, Clock);
        await installation.ApplyAsync(
            Installation.Plan(await installation.ReadAsync(withDomains: false, CancellationToken.None)),
            CancellationToken.None
        );
        return world;
    }

    private async Task CountAsync()
    {
        await MeasureAsync("warm-up", 1);
        await MeasureAsync("no change", 0);
        await MeasureAsync("one new attacker", 1);
        await MeasureAsync("1,000 new attackers", 1_000);
        await MeasureAsync("up to 5,000 entries", 5_000 - _parties);
        await MeasureAsync("one new attacker beside 5,000", 1);
        await MeasureAsync("no change beside 5,001", 0);
    }

    private async Task MeasureAsync(string what, int attackers)
    {
        await RecordAsync(attackers);
        _pce.ClearCalls();
        using var client = NewClient();
        var watch = Stopwatch.StartNew();
        var report = await ReconcileAsync(client);
        var calls = _pce.Calls;
        var put = calls.Where(call => call.Method is "PUT").Sum(call => call.RequestBody?.Length ?? 0);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {report.Outcome}, +{report.Added}, {calls.Count} requests, "
                    + $"{calls.Count(call => call.Method is not "GET")} of them writes, {put / 1024.0:0.#} KiB in the PUT, "
                    + $"{watch.ElapsedMilliseconds} ms"
            )
        );
    }

    private async Task<(double Time, int Repeats)> TimeAsync(int rounds, TimeSpan latency, bool faults)
    {
        await RecordAsync(1);
        using (var first = NewClient())
        {
            await ReconcileAsync(first);
        }

        FaultRule late = new() { Path = "/orgs/**", Effect = new Fault.Latency(latency) };
        Fault[] breaks =
        [
            new Fault.ServerError(503),
            new Fault.TooManyRequests(),
            new Fault.Reset(Moment.Before),
            new Fault.Reset(Moment.After),
        ];
        _pce.Script([
            late,
            .. faults
                ? breaks.Select(
                    (effect, seed) =>
                        new FaultRule
                        {
                            Path = "/orgs/**",
                            Effect = effect,
                            Probability = 0.05 / breaks.Length,
                            Seed = seed,
                        }
                )
                : [],
        ]);
        var (watch, repeats) = (new Stopwatch(), 0);
        for (var round = 0; round < rounds; round++)
        {
            await RecordAsync(1);

            // A client of its own, or its budget of requests a minute would be what is measured.
            using var client = NewClient();
            watch.Start();
            while (!await IsDoneAsync(client))
            {
                repeats++;
            }

            watch.Stop();
        }

        return (watch.Elapsed.TotalMilliseconds / rounds, repeats);
    }

    private async Task<bool> IsDoneAsync(PceClient client)
    {
        try
        {
            await ReconcileAsync(client);
            return true;
        }
        catch (PceException)
        {
            return false;
        }
    }

    private PceClient NewClient() =>
        new(_options, new SocketsHttpHandler { AllowAutoRedirect = false }, Clock, () => 0.5, NullLogger<PceClient>.Instance);

    private Task<ReconcileReport> ReconcileAsync(PceClient client) =>
        new Reconciler(
            _ledger,
            new IllumioPce(client, _options, Clock),
            new ReconcileSettings { Owner = "bench" },
            new LeaseHolder("bench", "boot", Environment.ProcessId, DateTimeOffset.UnixEpoch),
            _ => false,
            Clock
        ).RunAsync("bench", CancellationToken.None);

    private async Task RecordAsync(int attackers)
    {
        if (attackers > 0)
        {
            var now = Clock.GetUtcNow();
            await _ledger.RecordAsync([.. Enumerable.Range(_parties, attackers).Select(party => Seen(party, now))], CancellationToken.None);
            _parties += attackers;
        }
    }

    /// <summary>No two are neighbours.</summary>
    private static FindingEvidence Seen(int party, DateTimeOffset at)
    {
        var finding = new FindingKey(
            "111122223333",
            "eu-central-1",
            string.Create(CultureInfo.InvariantCulture, $"{party:x8}aaaabbbbccccddddeeeeffff")
        );
        var address = string.Create(CultureInfo.InvariantCulture, $"45.{95 + (party / 16_384)}.{party / 64 % 256}.{party % 64 * 4}");
        var report = new Report
        {
            UpdatedAt = at,
            Type = "Recon:EC2/PortProbeUnprotectedPort",
            IsSample = false,
        };
        return OneFinding.Evidence(finding, address, severity: 5, count: 1, "bench", report);
    }
}
