using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Amazon.SQS;
using Shield.EndToEndTests.Aws;
using Shield.Moto;

[assembly: AssemblyFixture(typeof(AwsHands))]

namespace Shield.EndToEndTests.Aws;

/// <summary>
/// An administrator of the account that moto keeps. AWS's SDK is pointed there by the environment, once, as an operator would.
/// </summary>
public sealed class AwsHands : IAsyncDisposable
{
    private readonly MotoServer _moto = new();
    private readonly Lazy<Task<AwsWire>> _wire;

    public AwsHands() => _wire = new Lazy<Task<AwsWire>>(StartAsync);

    public AmazonDynamoDBClient Tables { get; private set; } = null!;

    public AmazonSimpleSystemsManagementClient Parameters { get; private set; } = null!;

    public AmazonSQSClient Queues { get; private set; } = null!;

    public AmazonS3Client Buckets { get; private set; } = null!;

    public AwsWire Wire { get; private set; } = null!;

    /// <summary>Before anything else; skips the test where there is no moto.</summary>
    public async Task ReadyAsync()
    {
        Wire = await _wire.Value;
        Tables ??= new AmazonDynamoDBClient();
        Parameters ??= new AmazonSimpleSystemsManagementClient();
        Queues ??= new AmazonSQSClient();
        Buckets ??= new AmazonS3Client();
    }

    public Task PutParameterAsync(string name, string value, bool isSecure = false) =>
        Parameters.PutParameterAsync(
            new PutParameterRequest
            {
                Name = name,
                Value = value,
                Type = isSecure ? ParameterType.SecureString : ParameterType.String,
                Overwrite = true,
            },
            TestContext.Current.CancellationToken
        );

    /// <summary>By plain HTTP: no project of ours needs the SDK of Secrets Manager.</summary>
    public async Task CreateSecretAsync(string name, string value)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, await _moto.AddressAsync())
        {
            Content = new StringContent(
                new JsonObject
                {
                    ["Name"] = name,
                    ["SecretString"] = value,
                    ["ClientRequestToken"] = Guid.NewGuid().ToString(),
                }.ToJsonString(),
                Encoding.UTF8,
                "application/x-amz-json-1.1"
            ),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "secretsmanager.CreateSecret");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=x"
        );
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public Task CreateLedgerTableAsync(string name) =>
        Tables.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
                KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
            },
            TestContext.Current.CancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new IDisposable?[] { Tables, Parameters, Queues, Buckets })
        {
            client?.Dispose();
        }

        if (_wire.IsValueCreated && _wire.Value.IsCompletedSuccessfully)
        {
            await (await _wire.Value).DisposeAsync();
        }

        await _moto.DisposeAsync();
    }

    private async Task<AwsWire> StartAsync()
    {
        var address = await _moto.AddressAsync();
        var wire = await AwsWire.StartAsync(address);
        foreach (
            var (name, value) in new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL"] = address.ToString(),
                ["AWS_ENDPOINT_URL_SSM"] = wire.Address.ToString(),
                ["AWS_ENDPOINT_URL_S3"] = wire.Address.ToString(),
                ["AWS_ENDPOINT_URL_GUARDDUTY"] = wire.Address.ToString(),
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_ACCESS_KEY_ID"] = "test",
                ["AWS_SECRET_ACCESS_KEY"] = "test",
            }
        )
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return wire;
    }
}
