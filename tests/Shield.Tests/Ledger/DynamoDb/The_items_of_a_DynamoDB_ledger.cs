using Amazon.DynamoDBv2.Model;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>What lies in the table is read by later versions, and may be edited by anybody.</summary>
public sealed class The_items_of_a_DynamoDB_ledger(MotoServer moto) : DynamoDbTest(moto)
{
    private const string State =
        """{"account":"111122223333","region":"eu-west-1","finding":"1ab2","updated":"2026-03-01T12:00:00Z","archived":true,"severity":8.1}""";

    /// <summary>Never edit these: they are what is stored.</summary>
    [Fact]
    public async Task Are_read_as_the_first_version_wrote_them()
    {
        await PutAsync(
            "prod#05",
            "sighting#198.51.100.7#ZH1V6nxW_1s2aPzJw0Nd7A",
            """
            {"indicator":"198.51.100.7","account":"111122223333","region":"eu-west-1","finding":"1ab2","first":"2026-03-01T10:00:00Z","last":"2026-03-01T12:00:00.0000001Z","supported":"2026-03-01T11:00:00Z","severity":2,"count":9007199254740993,"sources":["111122223333","file"],"seen":[{"role":"Missing","direction":"Unknown"},{"role":"Target","direction":"Inbound","maliciousIp":true}],"updated":"2026-03-01T12:00:00Z","type":"UnauthorizedAccess:EC2/SSHBruteForce","sample":false,"resource":"i-0123456789abcdef0","port":22,"country":"Nowhere","asn":"64496","network":"Example","list":"ProofPoint"}
            """
        );
        await PutAsync(
            "prod#01",
            "finding#9wZ6cVdGxYh0Qq2n8u1K0w",
            State.Replace("8.1}", """8.1,"feedbackAt":"2026-03-01T13:00:00Z","notUseful":true}""", StringComparison.Ordinal)
        );
        await PutAsync(
            "prod#03",
            "finding#8wZ6cVdGxYh0Qq2n8u1K0w",
            """{"account":"999999999999","region":"eu-west-1","finding":"2cd4","updated":"0001-01-01T00:00:00Z","archived":false,"severity":0,"archivingAt":"2026-03-01T13:00:00Z","archiving":true}"""
        );
        await PutAsync("prod#02", "own#10.0.0.1", """{"address":"10.0.0.1","last":"2026-03-01T12:00:00Z"}""");
        await PutAsync(
            "prod#15",
            "act#u3T2mB1rX5kq7y8sWc0d9A",
            """{"id":"a1","kind":"Block","indicator":"45.0.0.0/24","directions":"Both","at":"2026-03-01T12:00:00Z","until":"2026-03-08T12:00:00Z","who":"me","why":"it must","acceptedPlan":"fp"}"""
        );

        await PutAsync(
            "prod#07",
            "resolution#y3T2mB1rX5kq7y8sWc0d9A",
            """{"domain":"evil.example.org","address":"45.95.11.9","at":"2026-03-01T12:00:00Z","until":"2026-03-01T14:00:00.0000001Z"}"""
        );

        var finding = new FindingKey("111122223333", "eu-west-1", "1ab2");
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        AnyEvidence.AssertSame(
            new LedgerContent
            {
                Sightings =
                [
                    new Sighting
                    {
                        Key = new SightingKey(finding, Indicator.Parse("198.51.100.7")),
                        FirstSeen = noon.AddHours(-2),
                        LastSeen = noon.AddTicks(1),
                        Supported = noon.AddHours(-1),
                        Severity = 2,
                        Count = 9007199254740993,
                        Sources = ["file", "111122223333"],
                        Circumstances =
                        [
                            new(ResourceRole.Missing, ConnectionDirection.Unknown),
                            new(ResourceRole.Target, ConnectionDirection.Inbound, Intelligence.MaliciousIp),
                        ],
                        Latest = new Report
                        {
                            UpdatedAt = noon,
                            Type = "UnauthorizedAccess:EC2/SSHBruteForce",
                            IsSample = false,
                            Resource = "i-0123456789abcdef0",
                            LocalPort = 22,
                            Country = "Nowhere",
                            Asn = "64496",
                            AsnOrganization = "Example",
                            ThreatList = "ProofPoint",
                        },
                    },
                ],
                States =
                [
                    new FindingState
                    {
                        Key = finding,
                        UpdatedAt = noon,
                        Archived = true,
                        Severity = 8.1,
                        Feedback = new Feedback(noon.AddHours(1), IsNotUseful: true),
                    },
                    FindingState.OfCall(
                        new FindingKey("999999999999", "eu-west-1", "2cd4"),
                        new Archiving(noon.AddHours(1), IsArchived: true),
                        null
                    ),
                ],
                OwnAddresses = [new OwnAddress(AddressRange.Parse("10.0.0.1"), noon)],
                Acts =
                [
                    new Act
                    {
                        Id = "a1",
                        Kind = ActKind.Block,
                        Indicator = Indicator.Parse("45.0.0.0/24"),
                        At = noon,
                        Until = noon.AddDays(7),
                        Who = "me",
                        Why = "it must",
                        AcceptedPlan = "fp",
                    },
                ],
                Resolutions =
                [
                    new Resolution
                    {
                        Domain = Indicator.Parse("evil.example.org").Domain!,
                        Address = AddressRange.Parse("45.95.11.9"),
                        ResolvedAt = noon,
                        Until = noon.AddHours(2).AddTicks(1),
                    },
                ],
            },
            await Store.Open().ReadAsync(Token)
        );
    }

    [Theory]
    [InlineData("finding#x", """{"archived":true}""")]
    [InlineData("finding#x", "null")]
    [InlineData("finding#x", "no json")]
    [InlineData("finding#x", State + "}")]
    [InlineData("own#x", """{"address":"10.0.0.1","last":"2026-03-01T12:00:00Z","of":"a newer Shield"}""")]
    [InlineData("own#x", """{"address":"010.0.0.1","last":"2026-03-01T12:00:00Z"}""")]
    [InlineData("own#x", """{"address":"10.0.0.1","last":"yesterday"}""")]
    [InlineData("act#x", """{"id":"a","kind":"Bless","directions":"Both","at":"2026-03-01T12:00:00Z","who":"","why":""}""")]
    [InlineData("resolution#x", """{"domain":"evil","address":"45.95.11.9","at":"2026-03-01T12:00:00Z","until":"2026-03-01T14:00:00Z"}""")]
    [InlineData("resolution#x", """{"domain":"evil.example.org","address":"45.95.11.9","at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("another#x", "{}")]
    public async Task Are_refused_where_this_version_cannot_have_written_them(string sort, string json)
    {
        await PutAsync("prod#03", sort, json);

        var fault = await Assert.ThrowsAsync<LedgerException>(() => Store.Open().ReadAsync(Token));

        Assert.Contains($"prod#03 / {sort}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_kept_for_ever_but_for_own_addresses_that_protect_no_more_and_resolutions_that_ended()
    {
        var ledger = Store.Open();
        await ledger.RecordAsync([Numbered.Evidence(1)], Token);
        await ledger.AppendAsync([Numbered.Act(1)], Token);
        await ledger.RecordResolutionsAsync(
            [Resolution.Of(Indicator.Parse("evil.example.org").Domain!, AddressRange.Parse("45.95.11.9"), TimeSpan.Zero, Numbered.Time(1))],
            Token
        );
        await ledger.TryTakeLeaseAsync(LeaseState.Initial, new LeaseHolder("h", "b", 1, Numbered.Time(1)), Numbered.Time(60), Token);
        var change = HistoryRecord.After(null, HistoryKind.RuleChange, Numbered.Time(1), "{}");
        await ledger.AppendHistoryAsync(1, change, Numbered.Baseline(1, change.Hash), Token);

        var items = await Moto.ItemsAsync(Store.Table);

        Assert.Equal(11, items.Count);
        var ending = items.Where(item => item.ContainsKey("expires")).OrderBy(item => item["sk"].S, StringComparer.Ordinal).ToList();
        Assert.Equal(["own", "resolution"], ending.Select(item => item["sk"].S.Split('#')[0]));
        Assert.Equal(
            [Numbered.Time(1).AddDays(30 + 90).ToUnixTimeSeconds(), Numbered.Time(1).AddHours(1).AddDays(7).ToUnixTimeSeconds()],
            ending.Select(item => long.Parse(item["expires"].N, System.Globalization.CultureInfo.InvariantCulture))
        );
    }

    /// <summary>Random text cannot be made shorter: record and baseline need several items each.</summary>
    [Fact]
    public async Task Are_as_many_as_a_long_record_and_a_long_baseline_need()
    {
        var random = new Random(7);
        string Noise(int length) =>
            string.Create(
                length,
                random,
                (span, source) => source.GetItems("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/", span)
            );
        var ledger = Store.Open();
        var first = HistoryRecord.After(null, HistoryKind.Intent, Numbered.Time(1), Noise(1_500_000));
        var second = HistoryRecord.After(first, HistoryKind.Outcome, Numbered.Time(2), Noise(500_000));
        var third = HistoryRecord.After(second, HistoryKind.Outcome, Numbered.Time(3), "short");
        var large = new Baseline
        {
            OutcomeHash = second.Hash,
            Inbound = [.. Enumerable.Range(0, 20_000).Select(_ => Noise(30))],
            Outbound = [],
            Domains = ["evil.example.org"],
        };
        await ledger.TryTakeLeaseAsync(LeaseState.Initial, new LeaseHolder("h", "b", 1, Numbered.Time(1)), Numbered.Time(60), Token);

        await ledger.AppendHistoryAsync(1, first, null, Token);
        await ledger.AppendHistoryAsync(1, second, large, Token);
        var tail = await Store.Open().ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        Assert.Equal([first, second], tail.Records);
        Assert.Equal(large.Inbound.AsEnumerable(), tail.Baseline!.Inbound);
        Assert.Equal(large.Domains!.Value.AsEnumerable(), tail.Baseline.Domains!.Value);
        Assert.True((await Moto.ItemsAsync(Store.Table)).Count >= 7);

        await ledger.AppendHistoryAsync(1, third, Numbered.Baseline(3, third.Hash), Token);
        Assert.Equal(third.Hash, (await Store.Open().ReadHistoryAsync(Numbered.Time(3), Token)).Baseline?.OutcomeHash);
    }

    [Theory]
    [InlineData("record#0000000000000000003")]
    [InlineData("record#0000000000000000002")]
    public async Task Are_missed_where_somebody_took_one_out_of_history(string missing)
    {
        var ledger = Store.Open();
        await ledger.TryTakeLeaseAsync(LeaseState.Initial, new LeaseHolder("h", "b", 1, Numbered.Time(1)), Numbered.Time(60), Token);
        HistoryRecord? last = null;
        for (var i = 1; i <= 3; i++)
        {
            last = HistoryRecord.After(last, HistoryKind.Outcome, Numbered.Time(i), "{}");
            await ledger.AppendHistoryAsync(1, last, null, Token);
        }

        await Moto.ForgetAsync(Store.Table, "prod#history", missing);

        var fault = await Assert.ThrowsAsync<LedgerException>(() => ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token));
        Assert.Contains("changed outside Shield", fault.Message, StringComparison.Ordinal);
    }

    private Task PutAsync(string partition, string sort, string json) =>
        Moto.PutAsync(
            Store.Table,
            new Dictionary<string, AttributeValue>
            {
                ["pk"] = new() { S = partition },
                ["sk"] = new() { S = sort },
                ["json"] = new() { S = json.Trim() },
            }
        );
}
