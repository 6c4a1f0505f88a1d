using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>What an administrator, another program or the table itself does to items, past the ledger.</summary>
public static class ForeignHands
{
    public static async Task PutAsync(this MotoServer moto, string table, Dictionary<string, AttributeValue> item)
    {
        using var client = await ClientAsync(moto);
        await client.PutItemAsync(table, item, TestContext.Current.CancellationToken);
    }

    public static async Task ForgetAsync(this MotoServer moto, string table, string partition, string sort)
    {
        using var client = await ClientAsync(moto);
        await client.DeleteItemAsync(
            table,
            new()
            {
                ["pk"] = new() { S = partition },
                ["sk"] = new() { S = sort },
            },
            TestContext.Current.CancellationToken
        );
    }

    public static async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(this MotoServer moto, string table)
    {
        using var client = await ClientAsync(moto);
        var items = new List<Dictionary<string, AttributeValue>>();
        var request = new ScanRequest(table);
        while (true)
        {
            var page = await client.ScanAsync(request, TestContext.Current.CancellationToken);
            items.AddRange(page.Items ?? []);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
            if (page.LastEvaluatedKey is not { Count: > 0 })
            {
                return items;
            }
        }
    }

    private static async Task<AmazonDynamoDBClient> ClientAsync(MotoServer moto) =>
        new(
            new BasicAWSCredentials("test", "test"),
            new AmazonDynamoDBConfig { ServiceURL = (await moto.AddressAsync()).ToString(), AuthenticationRegion = "eu-west-1" }
        );
}
