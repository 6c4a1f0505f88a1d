using Microsoft.Extensions.Logging.Abstractions;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Installing;
using Shield.Sqlite;

namespace Shield.EndToEndTests.Campaign;

/// <summary>One process of a deployment of Shield: its ledger, its client, its clock, and its life, which may end at any call.</summary>
internal sealed class Process : IDisposable
{
    private readonly World _world;
    private readonly int _who;
    private readonly WorldTime.Clock _clock;
    private readonly SqliteLedger _store;
    private readonly WatchedLedger _ledger;
    private readonly PceOptions _options;
    private readonly PceClient _client;
    private Interruption? _interruption;
    private int _calls;

    /// <param name="number">Tells it from those of the deployment that were before it.</param>
    public Process(World world, int who, int number, WorldTime.Clock clock, string ledger)
    {
        (_world, _who, _clock) = (world, who, clock);
        Holder = new LeaseHolder(who is 0 ? "alpha" : "beta", "boot", number, DateTimeOffset.UnixEpoch);
        _store = world.Time.Run(() => SqliteLedger.OpenAsync(ledger, CancellationToken.None));
        _ledger = new WatchedLedger(this, _store);
        _options = new PceOptions
        {
            Url = World.Url.ToString(),
            OrgId = "1",
            ApiKey = PceHands.Key,
            ApiSecret = Secret.Of(PceHands.Secret),
            OwnerId = World.Owner,
            RequestsPerMinute = 500,
        };
        _client = new PceClient(_options, new WatchedWire(this, () => world.PceWire), clock, () => 0, NullLogger<PceClient>.Instance);
    }

    public LeaseHolder Holder { get; }

    public bool IsDead { get; private set; }

    private IllumioPce Pce => new(_client, _options, _clock);

    public void Record(FindingEvidence evidence) => _world.Time.Run(() => _ledger.RecordAsync([evidence], CancellationToken.None));

    /// <summary>As a command records it: after all that the ledger holds, whatever the clocks say.</summary>
    public void Append(Act act) =>
        _world.Time.Run(async () =>
            await _ledger.AppendAsync([act.After(await _store.ReadAsync(CancellationToken.None))], CancellationToken.None)
        );

    public ReconcileReport Reconcile(Autonomy autonomy, Interruption? at)
    {
        (_interruption, _calls) = (at, 0);
        try
        {
            var loop = new Reconciler(_ledger, Pce, SettingsWith(autonomy), Holder, _world.IsDead, _clock);
            return _world.Time.Run(async () =>
            {
                var report = await loop.RunAsync("campaign", CancellationToken.None);
                if (report.IsGood)
                {
                    await RestAsync(SettingsWith(autonomy).Policy.Lives);
                }

                return report;
            });
        }
        finally
        {
            _interruption = null;
        }
    }

    /// <summary>As the upkeep does once a day, here after each reconcile: nothing of what follows may come out otherwise for it.</summary>
    private async Task RestAsync(BlockLives lives)
    {
        var content = await _ledger.ReadAsync(EvidenceScope.Alive, CancellationToken.None);
        var history = await _ledger.ReadHistoryAsync(_clock.GetUtcNow(), CancellationToken.None);
        var what = Dormancy.In(content, history.EntriesThatMayStand(), lives, _clock.GetUtcNow());
        foreach (var some in what.InBatchesOfParties(2))
        {
            await _ledger.RestAsync(some, CancellationToken.None);
        }
    }

    /// <summary>What a person who asks for the status would be told.</summary>
    public Situation Look(Autonomy autonomy) =>
        _world.Time.Run(() =>
            new SituationReader(_ledger, Pce, SettingsWith(autonomy)).ReadAsync(_clock.GetUtcNow(), CancellationToken.None)
        );

    public string Install()
    {
        var installation = new Installation(_client, _options, _clock);
        return _world.Time.Run(async () =>
        {
            var plan = Installation.Plan(await installation.ReadAsync(withDomains: false, CancellationToken.None));
            return plan.Refusal is { } refusal
                ? refusal.Detail
                : $"made {(await installation.ApplyAsync(plan, CancellationToken.None)).Created.Length}";
        });
    }

    /// <summary>What the last outcome left active.</summary>
    public Baseline? Baseline() => _world.Time.Run(() => _store.ReadHistoryAsync(DateTimeOffset.MaxValue, CancellationToken.None)).Baseline;

    /// <exception cref="KilledException">The process dies here, or is dead already.</exception>
    public Does? BeforeCall(string method, string what)
    {
        if (IsDead)
        {
            throw new KilledException();
        }

        if (method is not ("ledger" or "GET"))
        {
            _world.Writes();
        }

        // Of lost answers only the PCE's are counted: a ledger in a file loses none.
        var isCounted = _interruption is { Does: not (Does.LoseBefore or Does.LoseAfter) } || method is not "ledger";
        var isHere = isCounted && ++_calls == _interruption?.Call;
        if (!isHere)
        {
            return null;
        }

        var here = _interruption!;
        _world.Tell($"  at call {_calls}, {method} {what}");
        if (here.Does is Does.DieBefore)
        {
            Die();
        }

        if (here.Meanwhile is { } meanwhile)
        {
            _interruption = null;
            _world.Meanwhile(meanwhile, (method, what), isLost: here.Does is Does.LoseBefore);
        }

        return here.Does;
    }

    public void AfterCall(string method, string what, int status, Does? fate)
    {
        if (method is "PUT" && status < 300)
        {
            _world.Written();
        }

        if (fate is Does.DieAfter)
        {
            Die();
        }
    }

    public void Recorded(IReadOnlyList<FindingEvidence> evidence) => _world.Model.Recorded(evidence);

    public void Appended(IReadOnlyList<Act> acts) => _world.Model.Appended(acts);

    public void Dispose()
    {
        _client.Dispose();
        _world.Time.Run(async () => await _store.DisposeAsync());
    }

    private void Die()
    {
        IsDead = true;
        throw new KilledException();
    }

    private static ReconcileSettings SettingsWith(Autonomy autonomy) =>
        new()
        {
            Owner = World.Owner,
            NeverBlock = Parties.NeverBlock,
            Policy = new DecisionPolicy { Autonomy = autonomy },
        };
}
