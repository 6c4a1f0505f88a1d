using System.Collections.Immutable;
using System.Globalization;
using Shield.Aws.DynamoDb;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>What docs/dynamodb.md says that things cost.</summary>
public sealed class The_units_of_a_DynamoDB_ledger(MotoServer moto, ITestOutputHelper output) : DynamoDbTest(moto)
{
    private const int Findings = 320;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly UnitMeter _meter = new();
    private DynamoDbLedger _ledger = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ledger = Store.Open(wire: _meter.Wire);
        await _ledger.ReadLeaseAsync(Token);
        Assert.Equal((2, 0), Measured("the first request of a process, which looks at the schema too"));
    }

    [Fact]
    public async Task Of_findings_are_three_reads_and_three_writes_each_and_two_reads_for_a_duplicate()
    {
        await _ledger.RecordAsync([.. Enumerable.Range(0, Findings).Select(number => Finding(number, Noon))], Token);
        Assert.Equal((LedgerUnits.Finding * Findings, LedgerUnits.Finding * Findings), Measured("new findings"));

        await _ledger.RecordAsync([.. Enumerable.Range(0, Findings).Select(number => Finding(number, Noon))], Token);
        Assert.Equal((2 * Findings, 0), Measured("the same again"));

        await _ledger.RecordAsync([.. Enumerable.Range(0, Findings).Select(number => Finding(number, Noon.AddHours(6)))], Token);
        Assert.Equal((3 * Findings, 3 * Findings), Measured("seen again"));
    }

    /// <summary>Measured once with 10,000: 2,162.</summary>
    [Fact]
    public async Task Of_a_whole_reading_are_22_for_a_hundred_indicators_and_34_for_none()
    {
        await _ledger.ReadAsync(EvidenceScope.Alive, Token);
        Assert.Equal((LedgerUnits.EmptyReading, 0), Measured("an empty ledger"));

        await _ledger.RecordAsync([.. Enumerable.Range(0, Findings).Select(number => Finding(number, Noon))], Token);
        _meter.Reset();
        await _ledger.ReadAsync(EvidenceScope.Alive, Token);

        var (reads, writes) = Measured($"a ledger of {Findings} indicators");
        Assert.Equal(0, writes);
        // Two queries a partition, each rounded up; where the acts end, and the PCE's addresses.
        Assert.InRange(reads, Findings * 0.2, LedgerUnits.EmptyReading + (Findings * LedgerUnits.ReadingOfParty));
    }

    [Fact]
    public async Task Of_what_is_at_rest_are_none_in_a_reading_of_what_is_alive()
    {
        var evidence = Enumerable.Range(0, Findings).Select(number => Finding(number, Noon)).ToImmutableArray();
        await _ledger.RecordAsync(evidence, Token);
        _meter.Reset();

        await _ledger.RestAsync(
            Forgettable.Nothing with
            {
                Sightings = [.. evidence.SelectMany(one => one.Sightings)],
                States = [.. evidence.Select(one => one.State)],
            },
            Token
        );
        var (reads, writes) = Measured("what is put to rest");
        Assert.InRange(reads, 6 * Findings, (6 * Findings) + 2);
        Assert.InRange(writes, 4 * Findings, (4 * Findings) + 2);

        // All the own addresses are read.
        await _ledger.ReadAsync(EvidenceScope.Alive, Token);
        Assert.InRange(Measured($"a ledger of {Findings} indicators at rest").Reads, 34, 42);
    }

    [Fact]
    public async Task Of_an_act_are_three_reads_and_four_writes()
    {
        static Act Unblock(int number) =>
            new()
            {
                Id = $"01a228f90abf7fd7bb359da3e25e8e{number:x2}",
                Kind = ActKind.Unblock,
                Indicator = Indicator.Parse("45.95.11.7"),
                At = Noon,
                Until = Noon.AddDays(7),
                Who = "arn:aws:sts::111122223333:assumed-role/operator/ana",
                Why = "the partner's new office",
            };
        await _ledger.AppendAsync([Unblock(1)], Token);
        _meter.Reset();

        await _ledger.AppendAsync([Unblock(2)], Token);

        Assert.Equal((3, 4), Measured("an act"));
    }

    [Fact]
    public async Task Of_what_is_forgotten_are_one_read_and_one_write_an_item()
    {
        var evidence = Enumerable.Range(0, Findings).Select(number => Finding(number, Noon)).ToImmutableArray();
        await _ledger.RecordAsync(evidence, Token);
        _meter.Reset();

        var forgotten = await _ledger.ForgetAsync(
            new Forgettable
            {
                Sightings = [.. evidence.SelectMany(one => one.Sightings)],
                States = [.. evidence.Select(one => one.State)],
                OwnAddresses = [.. evidence.SelectMany(one => one.OwnAddresses)],
            },
            Token
        );

        Assert.Equal(3 * Findings, forgotten);
        Assert.Equal((3 * Findings, 3 * Findings), Measured("what is forgotten"));
    }

    [Fact]
    public async Task Of_a_reconcile_that_changes_something_are_few()
    {
        var me = new LeaseHolder("host-1", "1f0c5c1e-boot", 1, Noon);
        var chain = await TakeAndWriteAsync(me);
        _meter.Reset();

        await _ledger.TryTakeLeaseAsync(await _ledger.ReadLeaseAsync(Token), me, Noon, Token);
        var last = (await _ledger.ReadHistoryAsync(Noon.AddDays(-1), Token)).Last;
        Assert.Equal(chain, last);
        await _ledger.RenewLeaseAsync(2, Noon, Token);
        var intent = HistoryRecord.After(last, HistoryKind.Intent, Noon, "an intent that adds one party is some hundred bytes long");
        await _ledger.AppendHistoryAsync(2, intent, null, Token);
        var outcome = HistoryRecord.After(intent, HistoryKind.Outcome, Noon, "an outcome too");
        await _ledger.AppendHistoryAsync(
            2,
            outcome,
            new Baseline
            {
                OutcomeHash = outcome.Hash,
                Inbound = Entries(6_000),
                Outbound = [],
            },
            Token
        );
        await _ledger.CompleteRoundAsync(2, 0, "{}", Token);
        await _ledger.ReleaseLeaseAsync(2, 0, Token);

        var (reads, writes) = Measured("lease, history and a baseline of 6,000 entries");
        Assert.InRange(reads, 10, 25);
        Assert.InRange(writes, 12, LedgerUnits.ChangeWrites);
    }

    /// <summary>Lease and end of history are one item: it says whether what a process knows of history is so still.</summary>
    [Fact]
    public async Task Of_history_that_did_not_change_is_one_read_for_a_process_that_knows_it()
    {
        var chain = await TakeAndWriteAsync(new LeaseHolder("host-1", "1f0c5c1e-boot", 1, Noon));
        await _ledger.ReadHistoryAsync(Noon.AddDays(-1), Token);
        _meter.Reset();

        var tail = await _ledger.ReadHistoryAsync(Noon.AddDays(-1), Token);

        Assert.Equal(chain, tail.Last);
        Assert.Equal(6_000, tail.Baseline!.Inbound.Length);
        Assert.Equal((1, 1), (_meter.Requests, _meter.Reads));
    }

    /// <summary>As the reconciler goes about it, beside the evidence: is it time, lease, history, notes, report.</summary>
    [Fact]
    public async Task Of_lease_and_history_in_a_running_instance_with_nothing_to_do_are_few()
    {
        var me = new LeaseHolder("lambda 2026/03/01/[$LATEST]6a1ff8b4c3b24f0f9c0c2fd3a1f1e7aa", "", 1, Noon);
        await TakeAndWriteAsync(me);
        await _ledger.ReadHistoryAsync(Noon.AddDays(-1), Token);
        _meter.Reset();

        await _ledger.ReadLeaseAsync(Token);
        await _ledger.ReadHistoryAsync(Noon.AddDays(-1), Token);
        await _ledger.ReadWorkloadsReadAtAsync(Token);
        await _ledger.TryTakeLeaseAsync(await _ledger.ReadLeaseAsync(Token), me, Noon, Token);
        await _ledger.ReadHistoryAsync(Noon.AddDays(-1), Token);
        await _ledger.ReadUpkeepAsync(Token);
        await _ledger.CompleteRoundAsync(2, 0, new string('r', 900), Token);
        await _ledger.ReleaseLeaseAsync(2, 0, Token);

        Assert.Equal((LedgerUnits.IdleReads, LedgerUnits.IdleWrites), Measured("lease and history, nothing to do"));
    }

    private async Task<HistoryRecord> TakeAndWriteAsync(LeaseHolder me)
    {
        await _ledger.TryTakeLeaseAsync(LeaseState.Initial, me, Noon, Token);
        var first = HistoryRecord.After(null, HistoryKind.Outcome, Noon, "an outcome");
        await _ledger.AppendHistoryAsync(
            1,
            first,
            new Baseline
            {
                OutcomeHash = first.Hash,
                Inbound = Entries(6_000),
                Outbound = [],
            },
            Token
        );
        await _ledger.ReleaseLeaseAsync(1, 0, Token);
        return first;
    }

    private (long Reads, long Writes) Measured(string what)
    {
        var units = (_meter.Reads, _meter.Writes);
        output.WriteLine($"{what}: {_meter.Reads} read units, {_meter.Writes} write units, {_meter.Requests} requests");
        _meter.Reset();
        return units;
    }

    private static ImmutableArray<string> Entries(int count)
    {
        var random = new Random(7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}"
                    )
                ),
        ];
    }

    /// <summary>One attacker, one instance each, with all that GuardDuty usually says of them.</summary>
    private static FindingEvidence Finding(int number, DateTimeOffset at)
    {
        var random = new Random(number);
        var finding = new FindingKey(
            "111122223333",
            "eu-west-1",
            string.Concat(Enumerable.Range(0, 4).Select(_ => random.Next().ToString("x8", CultureInfo.InvariantCulture)))
        );
        var sighting = new Sighting
        {
            Key = new SightingKey(finding, Indicator.Parse($"{45 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.27")),
            FirstSeen = Noon,
            LastSeen = at,
            Supported = at,
            Severity = 2,
            Count = number,
            Sources = ["111122223333"],
            Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Inbound)],
            Latest = new Report
            {
                UpdatedAt = at.AddMinutes(5),
                Type = "UnauthorizedAccess:EC2/SSHBruteForce",
                IsSample = false,
                Resource = "i-0123456789abcdef0",
                LocalPort = 22,
                Country = "Netherlands",
                Asn = "64496",
                AsnOrganization = "Example Hosting B.V.",
            },
        };
        return new FindingEvidence
        {
            State = new FindingState
            {
                Key = finding,
                UpdatedAt = at.AddMinutes(5),
                Archived = false,
                Severity = 2,
            },
            Sightings = [sighting],
            OwnAddresses = [new OwnAddress(AddressRange.Parse($"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"), at)],
        };
    }
}
