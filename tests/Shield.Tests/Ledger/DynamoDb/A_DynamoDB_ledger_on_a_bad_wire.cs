using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

public sealed class A_DynamoDB_ledger_on_a_bad_wire(MotoServer moto) : DynamoDbTest(moto)
{
    [Fact]
    public async Task Asks_again_for_the_items_that_were_not_processed()
    {
        var evidence = Enumerable.Range(1, 60).Select(Numbered.Evidence).ToImmutableArray();
        await Store.Open().RecordAsync(evidence, Token);
        var asked = 0;
        var wire = new DynamoDbWire
        {
            Meddle = async (operation, request, send) =>
            {
                var answer = await send();
                if (operation is "BatchGetItem" && Interlocked.Increment(ref asked) <= 5)
                {
                    HoldBackHalf(request, answer!);
                }

                return answer;
            },
        };

        Assert.All(await Store.Open(wire: wire).RecordAsync(evidence, Token), Assert.False);

        Assert.True(asked > 5);
    }

    [Fact]
    public async Task Gives_up_aloud_where_nothing_is_ever_processed_and_records_nothing()
    {
        var wire = new DynamoDbWire
        {
            Meddle = (operation, request, send) =>
                operation is "BatchGetItem"
                    ? Task.FromResult<JsonNode?>(
                        new JsonObject { ["Responses"] = new JsonObject(), ["UnprocessedKeys"] = request["RequestItems"]!.DeepClone() }
                    )
                    : send(),
        };

        var fault = await Assert.ThrowsAsync<LedgerException>(() => Store.Open(wire: wire).RecordAsync([Numbered.Evidence(1)], Token));

        Assert.Contains("5 of the items", fault.Message, StringComparison.Ordinal);
        AnyEvidence.AssertSame(LedgerContent.Empty, await Store.Open().ReadAsync(Token));
    }

    /// <summary>Law 2. Whichever of the pages it is: the first or a later one of a partition.</summary>
    [Fact]
    public async Task Is_never_read_in_part()
    {
        await Store.Open().RecordAsync([.. Enumerable.Range(1, 5).Select(Long)], Token);
        var pages = 0;
        var all = await Store.Open(wire: new DynamoDbWire { Meddle = (_, _, send) => Counted(send, ref pages) }).ReadAsync(Token);
        Assert.Equal(5, all.Sightings.Length);
        Assert.True(pages > 32, $"{pages} pages: one partition was to have two");

        for (var failing = 0; failing <= pages; failing += 4)
        {
            var page = 0;
            var wire = new DynamoDbWire
            {
                Meddle = (_, request, send) =>
                {
                    var isIt = Interlocked.Increment(ref page) == failing || (failing is 0 && request["ExclusiveStartKey"] is not null);
                    return isIt ? Task.FromResult<JsonNode?>(DynamoDbWire.Fault("AccessDeniedException")) : send();
                },
            };

            var fault = await Assert.ThrowsAsync<LedgerException>(() => Store.Open(wire: wire).ReadAsync(Token));

            Assert.Contains("may not be used with these credentials", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PutItem")]
    [InlineData("UpdateItem")]
    public async Task Does_not_mind_that_the_answer_to_a_write_was_lost(string write)
    {
        var ledger = Store.Open(wire: new DynamoDbWire { Meddle = LosesTheFirstAnswerToEach(write) });
        var evidence = Enumerable.Range(1, 5).Select(Numbered.Evidence).ToImmutableArray();

        Assert.All(await ledger.RecordAsync(evidence, Token), Assert.True);
        await ledger.AppendAsync([Numbered.Act(1)], Token);
        var lease = await ledger.TryTakeLeaseAsync(LeaseState.Initial, Me, Numbered.Time(60), Token);
        Assert.Equal(LeaseState.Initial with { Fence = 1, Holder = Me, Until = Numbered.Time(60) }, lease);
        Assert.True(await ledger.RenewLeaseAsync(1, Numbered.Time(90), Token));
        Assert.True(await ledger.CompleteRoundAsync(1, 0, "{}", Token));
        Assert.True(await ledger.ReleaseLeaseAsync(1, 0, Token));

        var content = await Store.Open().ReadAsync(Token);
        Assert.Equal(5, content.States.Length);
        Assert.Equal([Numbered.Act(1)], content.Acts);
        Assert.Equal(LeaseState.Initial with { Fence = 1, CompletedReport = "{}" }, await Store.Open().ReadLeaseAsync(Token));
    }

    [Fact]
    public async Task Tries_again_where_somebody_else_was_at_the_lease_at_the_same_moment()
    {
        var (transactions, updates) = (0, 0);
        var wire = new DynamoDbWire
        {
            Meddle = (operation, _, send) =>
                operation switch
                {
                    "TransactWriteItems" when transactions++ < 2 => Task.FromResult<JsonNode?>(Cancelled("TransactionConflict", "None")),
                    "UpdateItem" when updates++ < 2 => Task.FromResult<JsonNode?>(DynamoDbWire.Fault("TransactionConflictException")),
                    _ => send(),
                },
        };
        var ledger = Store.Open(wire: wire);
        await Store.Open().AppendAsync([Numbered.Act(1)], Token);

        await ledger.TryTakeLeaseAsync(LeaseState.Initial, Me, Numbered.Time(60), Token);
        await ledger.AppendHistoryAsync(1, First, null, Token);

        Assert.Equal([First], (await Store.Open().ReadHistoryAsync(DateTimeOffset.MinValue, Token)).Records);
        Assert.Equal((3, 3), (transactions, updates));
    }

    [Fact]
    public async Task Says_which_table_is_missing()
    {
        var wire = new DynamoDbWire { Meddle = (_, _, _) => Task.FromResult<JsonNode?>(DynamoDbWire.Fault("ResourceNotFoundException")) };

        var fault = await Assert.ThrowsAsync<LedgerException>(() => Store.Open(wire: wire).ReadLeaseAsync(Token));

        Assert.Contains($"'{Store.Table}' does not exist", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_whole_what_is_too_long_for_an_item()
    {
        var usual = Numbered.Evidence(2);
        var endless = usual with
        {
            Sightings = [usual.Sightings[0] with { Latest = usual.Sightings[0].Latest with { Resource = new string('x', 400 * 1024) } }],
        };

        await Assert.ThrowsAsync<LedgerException>(() => Store.Open().RecordAsync([Numbered.Evidence(1), endless], Token));

        AnyEvidence.AssertSame(LedgerContent.Empty, await Store.Open().ReadAsync(Token));
    }

    private static LeaseHolder Me => new("host-1", "1f0c5c1e-boot", 1, Numbered.Time(1));

    private static HistoryRecord First => HistoryRecord.After(null, HistoryKind.Intent, Numbered.Time(1), "{}");

    // Findings of one party, so that they lie in one partition.
    private static FindingEvidence Long(int number)
    {
        var usual = Numbered.Evidence(number);
        var sighting = usual.Sightings[0];
        return usual with
        {
            Sightings =
            [
                sighting with
                {
                    Key = sighting.Key with { Indicator = Indicator.Parse("45.0.0.1") },
                    Latest = sighting.Latest with { Resource = new string('x', 300_000) },
                },
            ],
        };
    }

    private static Task<JsonNode?> Counted(Func<Task<JsonNode?>> send, ref int count)
    {
        Interlocked.Increment(ref count);
        return send();
    }

    private static DynamoDbWire.Meddler LosesTheFirstAnswerToEach(string write)
    {
        var lost = new ConcurrentDictionary<string, bool>();
        return async (operation, request, send) =>
        {
            var answer = await send();
            return operation == write && lost.TryAdd(request.ToJsonString(), true) ? DynamoDbWire.Fault(DynamoDbWire.Unsure) : answer;
        };
    }

    private static void HoldBackHalf(JsonNode request, JsonNode answer)
    {
        var (table, wanted) = request["RequestItems"]!.AsObject().Single();
        var items = answer["Responses"]![table]!.AsArray();
        var keys = wanted!["Keys"]!.AsArray();
        var held = keys.Take(keys.Count / 2).Select(key => key!.DeepClone()).ToArray();
        foreach (var item in items.Where(item => held.Any(key => IsAt(item!, key))).ToArray())
        {
            items.Remove(item);
        }

        answer["UnprocessedKeys"] = new JsonObject
        {
            [table] = new JsonObject { ["Keys"] = new JsonArray(held), ["ConsistentRead"] = true },
        };
    }

    private static bool IsAt(JsonNode item, JsonNode key) =>
        new[] { "pk", "sk" }.All(name => (string?)item[name]!["S"] == (string?)key[name]!["S"]);

    private static JsonObject Cancelled(params string[] reasons) =>
        new()
        {
            ["__type"] = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            ["message"] = "as the test wants it",
            ["CancellationReasons"] = new JsonArray([.. reasons.Select(reason => new JsonObject { ["Code"] = reason })]),
        };
}
