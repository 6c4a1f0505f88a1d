using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Pce;
using Shield.EndToEndTests.Simulator;
using Shield.Sqlite;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>The real loop: a SQLite ledger in a file, our client over HTTP, a simulated PCE with its three-tier application.</summary>
public abstract class LoopTest : PceTest, IAsyncDisposable
{
    protected const string Attacker = "45.95.11.7";
    protected const string Other = "45.95.11.8";
    protected const string Web = "web-1.shop.example";

    protected static readonly ListMark InboundMark = new ListMark(Owner, PceMode.Deny, ListPurpose.Inbound);

    private readonly string _folder = Directory.CreateTempSubdirectory("shield-loop-").FullName;
    private SqliteLedger? _ledger;
    private int _acts;

    protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    protected ReconcileSettings Loop { get; set; } = new() { Owner = Owner };

    protected string LedgerPath => Path.Combine(_folder, "shield.db");

    protected async Task<SqliteLedger> LedgerAsync() => _ledger ??= await SqliteLedger.OpenAsync(LedgerPath, Cancellation);

    /// <summary>A copy of the ledger as it is now, for <see cref="RestoreLedger"/>.</summary>
    protected async Task<string> CopyLedger()
    {
        await CloseLedger();
        var copy = Path.Combine(_folder, $"copy-{Guid.NewGuid():N}.db");
        File.Copy(LedgerPath, copy);
        return copy;
    }

    protected async Task RestoreLedger(string copy)
    {
        await LoseLedger();
        File.Copy(copy, LedgerPath);
    }

    protected async Task LoseLedger()
    {
        await CloseLedger();
        foreach (var file in Directory.GetFiles(_folder, "shield.db*"))
        {
            File.Delete(file);
        }
    }

    private async Task CloseLedger()
    {
        if (_ledger is not null)
        {
            await _ledger.DisposeAsync();
            _ledger = null;
        }
    }

    protected async Task<ReconcileReport> Reconcile(string trigger = "test") =>
        await (await NewReconciler(Clock)).RunAsync(trigger, Cancellation);

    protected async Task<Reconciler> NewReconciler(TimeProvider clock, int process = 1) =>
        new(await LedgerAsync(), Illumio, Loop, new LeaseHolder("host", "boot", process, DateTimeOffset.UnixEpoch), holder => false, clock);

    protected async Task Record(params Sighting[] sightings)
    {
        var ledger = await LedgerAsync();
        await ledger.RecordAsync([.. sightings.Select(Evidence)], Cancellation);
    }

    protected async Task<Act> Do(ActKind kind, string party, TimeSpan? length = null)
    {
        var act = new Act
        {
            Id = $"act{++_acts:00}",
            Kind = kind,
            Indicator = Indicator.Parse(party),
            At = Clock.GetUtcNow(),
            Until = kind is ActKind.Allow or ActKind.Disallow ? null : Clock.GetUtcNow() + (length ?? TimeSpan.FromDays(7)),
            Who = "ana@soc",
            Why = "a reason",
        };
        await (await LedgerAsync()).AppendAsync([act], Cancellation);
        return act;
    }

    /// <summary>A port probe an hour ago, unless said otherwise.</summary>
    protected Sighting Seen(
        string party,
        double severity = 2,
        string id = "f0000001aaaa",
        string type = "Recon:EC2/PortProbeUnprotectedPort",
        TimeSpan? ago = null
    )
    {
        var at = Clock.GetUtcNow() - (ago ?? TimeSpan.FromHours(1));
        return new Sighting
        {
            Key = new SightingKey(new FindingKey("111122223333", "eu-central-1", id), Indicator.Parse(party)),
            FirstSeen = at,
            LastSeen = at,
            Supported = at,
            Severity = severity,
            Count = 1,
            Sources = ["file"],
            Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Inbound)],
            Latest = new Report
            {
                UpdatedAt = at,
                Type = type,
                IsSample = false,
            },
        };
    }

    protected ListMark MarkOf(Direction direction) => new ListMark(Owner, Settings.Mode, direction.ToList());

    /// <summary>Whom the active list blocks.</summary>
    protected async Task<string[]> Active(Direction direction = Direction.Inbound) =>
        [
            .. (await List("active", direction))
                .Where(MarkOf(direction).Blocks)
                .Select(entry => entry.What.ToString())
                .Order(StringComparer.Ordinal),
        ];

    protected async Task<ListEntry[]> List(string version, Direction direction = Direction.Inbound)
    {
        var lists = version is "active" ? await Illumio.ReadActiveAsync(Cancellation) : (await Illumio.ReadAsync(Cancellation)).Draft;
        return [.. lists.Single(list => list.Mark == MarkOf(direction)).Entries];
    }

    protected async Task<string> Href(Direction direction = Direction.Inbound) =>
        (await Illumio.ReadActiveAsync(Cancellation)).Single(list => list.Mark == MarkOf(direction)).Href;

    protected async Task<bool> CanReach(string from, string to, int port) =>
        (bool)
            (await Admin.Get($"/sim/v1/reach?from={Uri.EscapeDataString(from)}&to={Uri.EscapeDataString(to)}&port={port}&proto=6"))[
                "allowed"
            ]!;

    protected async Task<long> NewestVersion() => (await Illumio.ReadNewestVersionAsync(Cancellation)).Number;

    /// <summary>Somebody opens our list in the console, and saves it with these ranges beside what is there.</summary>
    protected static async Task Edit(PceHands hands, string href, Func<JsonArray, JsonArray> edit)
    {
        var ranges = (JsonArray)(await hands.Get(href))["ip_ranges"]!;
        await hands.Put(href, new JsonObject { ["ip_ranges"] = edit(ranges) });
    }

    protected static JsonArray Without(JsonArray ranges, string address) =>
        new([.. ranges.Where(range => (string?)range!["from_ip"] != address).Select(range => range!.DeepClone())]);

    protected static JsonArray With(JsonArray ranges, string address) =>
        new([.. ranges.Select(range => range!.DeepClone()), new JsonObject { ["from_ip"] = address, ["description"] = "put here by Bo" }]);

    protected async Task<HistoryTail> History() => await (await LedgerAsync()).ReadHistoryAsync(DateTimeOffset.MinValue, Cancellation);

    public override async ValueTask DisposeAsync()
    {
        if (_ledger is not null)
        {
            await _ledger.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static FindingEvidence Evidence(Sighting sighting) =>
        new()
        {
            State = new FindingState
            {
                Key = sighting.Key.Finding,
                UpdatedAt = sighting.Latest.UpdatedAt,
                Archived = false,
                Severity = sighting.Severity,
            },
            Sightings = [sighting],
            OwnAddresses = [],
        };
}
