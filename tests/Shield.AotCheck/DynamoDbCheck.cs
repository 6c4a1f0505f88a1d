using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Shield.Aws.DynamoDb;
using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.AotCheck;

/// <summary>The ledger in DynamoDB as native code, against whatever answers at AWS_ENDPOINT_URL_DYNAMODB: marshalling, JSON, compression and errors.</summary>
internal static class DynamoDbCheck
{
    private const string Table = "native";

    public static async Task<string> RunAsync()
    {
        using var client = new AmazonDynamoDBClient();
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = Table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
            KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
        });
        await using var ledger = DynamoDbLedger.Connect(new LedgerPlace { Table = Table, Owner = "native" }, region: null, TimeProvider.System, () => 1);
        var evidence = Numbered.Evidence(1);
        var first = await ledger.RecordAsync([evidence], CancellationToken.None);
        var again = await ledger.RecordAsync([evidence], CancellationToken.None);
        await ledger.AppendAsync([Numbered.Act(1)], CancellationToken.None);
        var lease = await ledger.TryTakeLeaseAsync(LeaseState.Initial, new LeaseHolder("host", "boot", 1, Numbered.Time(1)), Numbered.Time(60), CancellationToken.None);
        var outcome = HistoryRecord.After(null, HistoryKind.Outcome, Numbered.Time(1), Numbered.Outcome(1));
        await ledger.AppendHistoryAsync(lease!.Fence, outcome, Numbered.Baseline(1, outcome.Hash), CancellationToken.None);
        var refused = await ledger.TryTakeLeaseAsync(LeaseState.Initial, lease.Holder!, Numbered.Time(60), CancellationToken.None) is null;
        var content = await ledger.ReadAsync(CancellationToken.None);
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, CancellationToken.None);
        return first is [true] && again is [false] && refused && content is { Sightings: [_, _], States: [_], OwnAddresses: [_], Acts: [_] } && history is { Records: [_], Baseline.Inbound.Length: 50 }
            ? "the ledger in DynamoDB kept its contract"
            : throw new InvalidOperationException($"the ledger in DynamoDB did not: {content.Sightings.Length} sightings, {history.Records.Length} records, refused {refused}");
    }
}
