using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Shield.Aws.DynamoDb;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>
/// A table of a test's own on moto. Its transactions copy the whole table and put it back when they fail: tests must not share one.
/// </summary>
public sealed class DynamoDbStore : IDisposable
{
    private static int _tables;

    private readonly Uri _address;
    private readonly List<AmazonDynamoDBClient> _clients = [];

    private DynamoDbStore(Uri address) => _address = address;

    public string Table { get; } = string.Create(CultureInfo.InvariantCulture, $"ledger-{Interlocked.Increment(ref _tables)}");

    public static async Task<DynamoDbStore> CreateAsync(MotoServer moto, CancellationToken cancellationToken)
    {
        var store = new DynamoDbStore(await moto.AddressAsync());
        await store
            .Client()
            .CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = store.Table,
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                    AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
                    KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
                },
                cancellationToken
            );
        return store;
    }

    /// <summary>As another process would open it.</summary>
    public DynamoDbLedger Open(string owner = "prod", DynamoDbWire? wire = null) =>
        new(Client(wire), new LedgerPlace { Table = Table, Owner = owner }, TimeProvider.System, () => 0.1);

    public AmazonDynamoDBClient Client(DynamoDbWire? wire = null)
    {
        var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonDynamoDBConfig
            {
                ServiceURL = _address.ToString(),
                AuthenticationRegion = "eu-west-1",
                HttpClientFactory = new OneWire(wire ?? new DynamoDbWire()),
                MaxErrorRetry = 1,
            }
        );
        _clients.Add(client);
        return client;
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private sealed class OneWire(DynamoDbWire wire) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(wire, disposeHandler: true);

        // The SDK shares clients between configurations that look alike.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
