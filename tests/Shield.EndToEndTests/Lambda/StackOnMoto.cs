using System.Collections;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Shield.EndToEndTests.Lambda;

/// <summary>What the template makes, on moto: table, queues and parameters of one stack of a test's own.</summary>
internal sealed class StackOnMoto : IDisposable
{
    private StackOnMoto() { }

    public string Name { get; } = $"stack-{Guid.NewGuid():N}";

    public AmazonDynamoDBClient Tables { get; } = new();

    public AmazonSQSClient Queues { get; } = new();

    public AmazonSimpleSystemsManagementClient Parameters { get; } = new();

    public string Table => $"ledger-{Name}";

    public string Queue { get; private set; } = "";

    /// <summary>What the recorder, operators and the reconciler itself send to the reconciler.</summary>
    public string Requests { get; private set; } = "";

    public string DeadLetters { get; private set; } = "";

    /// <summary>By which a process finds all of it, and may: this process's own.</summary>
    public Dictionary<string, string> Environment =>
        new(
            from DictionaryEntry variable in System.Environment.GetEnvironmentVariables()
            where ((string)variable.Key).StartsWith("AWS_", StringComparison.Ordinal)
            select KeyValuePair.Create((string)variable.Key, (string)variable.Value!)
        )
        {
            ["SHIELD_STACK"] = Name,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };

    /// <param name="settings">The operator's, as in shield.json.</param>
    public static async Task<StackOnMoto> CreateAsync(string settings, CancellationToken cancellationToken)
    {
        var stack = new StackOnMoto();
        await stack.Tables.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = stack.Table,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
                KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
                DeletionProtectionEnabled = true,
            },
            cancellationToken
        );
        await stack.Tables.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = stack.Table,
                TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = "expires", Enabled = true },
            },
            cancellationToken
        );
        await stack.Tables.UpdateContinuousBackupsAsync(
            new UpdateContinuousBackupsRequest
            {
                TableName = stack.Table,
                PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true },
            },
            cancellationToken
        );
        stack.DeadLetters = (await stack.Queues.CreateQueueAsync($"{stack.Name}-dead", cancellationToken)).QueueUrl;
        stack.Queue = (await stack.Queues.CreateQueueAsync(stack.Name, cancellationToken)).QueueUrl;
        stack.Requests = (await stack.Queues.CreateQueueAsync($"{stack.Name}-requests", cancellationToken)).QueueUrl;
        await stack.PutAsync(
            "stack",
            $$$"""{"Pce":{"OwnerId":"test-owner"},"Ledger":{"Kind":"dynamodb","Table":"{{{stack.Table}}}","Region":"eu-west-1"},"Aws":{"Queue":"{{{stack.Queue}}}","ReconcileQueue":"{{{stack.Requests}}}","DeadLetterQueue":"{{{stack.DeadLetters}}}","Function":"shield"}}""",
            cancellationToken
        );
        await stack.PutAsync("settings", settings, cancellationToken);
        return stack;
    }

    public async Task<string> ReadAsync(string parameter, CancellationToken cancellationToken) =>
        (await Parameters.GetParameterAsync(new GetParameterRequest { Name = $"/guardduty-shield/{Name}/{parameter}" }, cancellationToken))
            .Parameter
            .Value;

    public Task PutAsync(string parameter, string value, CancellationToken cancellationToken) =>
        Parameters.PutParameterAsync(
            new PutParameterRequest
            {
                Name = $"/guardduty-shield/{Name}/{parameter}",
                Value = value,
                Type = parameter is "pce-key" ? ParameterType.SecureString : ParameterType.String,
                Overwrite = true,
            },
            cancellationToken
        );

    public Task DropAsync(string parameter, CancellationToken cancellationToken) =>
        Parameters.DeleteParameterAsync(new DeleteParameterRequest { Name = $"/guardduty-shield/{Name}/{parameter}" }, cancellationToken);

    /// <summary>The bodies of messages that wait in a queue, delayed ones too once their time has come; they are taken out.</summary>
    public async Task<IReadOnlyList<string>> TakeMessagesAsync(string queue, CancellationToken cancellationToken)
    {
        var answer = await Queues.ReceiveMessageAsync(
            new ReceiveMessageRequest(queue) { MaxNumberOfMessages = 10, VisibilityTimeout = 3_600 },
            cancellationToken
        );
        return [.. (answer.Messages ?? []).Select(message => message.Body)];
    }

    /// <summary>How many messages are in a queue, visible or not yet.</summary>
    public async Task<int> CountMessagesAsync(string queue, CancellationToken cancellationToken)
    {
        var answer = await Queues.GetQueueAttributesAsync(
            new GetQueueAttributesRequest { QueueUrl = queue, AttributeNames = ["All"] },
            cancellationToken
        );
        return answer.ApproximateNumberOfMessages + answer.ApproximateNumberOfMessagesDelayed;
    }

    public void Dispose()
    {
        Tables.Dispose();
        Queues.Dispose();
        Parameters.Dispose();
    }
}
