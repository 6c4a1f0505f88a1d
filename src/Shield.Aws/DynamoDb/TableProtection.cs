using Amazon.DynamoDBv2;

namespace Shield.Aws.DynamoDb;

/// <summary>What keeps a ledger's table from being lost, and from growing. A table that was restored has none of it until somebody switches
/// it on.</summary>
/// <param name="Expires">Items whose time is over are deleted: time to live, by the attribute <c>expires</c>.</param>
/// <param name="CanGoBack">Point-in-time recovery.</param>
/// <param name="CannotBeDeleted">Deletion protection.</param>
public sealed record TableProtection(bool Expires, bool CanGoBack, bool CannotBeDeleted)
{
    /// <param name="table">Its name.</param>
    /// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AwsException">It may not be read, is not there, or AWS was not reached.</exception>
    public static Task<TableProtection> ReadAsync(string table, string? region, CancellationToken cancellationToken)
    {
        var subject = $"The ledger's table '{table}'";
        return AwsCall.AskAsync(
            subject,
            async () =>
            {
                using var client = AwsCall.Connect(
                    subject,
                    () => new AmazonDynamoDBClient(new AmazonDynamoDBConfig().Patiently(region, AwsCall.Longest))
                );
                var description = await client.DescribeTableAsync(table, cancellationToken);
                var life = await client.DescribeTimeToLiveAsync(table, cancellationToken);
                var backups = await client.DescribeContinuousBackupsAsync(new() { TableName = table }, cancellationToken);
                return new TableProtection(
                    life.TimeToLiveDescription.AttributeName is "expires"
                        && (
                            life.TimeToLiveDescription.TimeToLiveStatus == TimeToLiveStatus.ENABLED
                            || life.TimeToLiveDescription.TimeToLiveStatus == TimeToLiveStatus.ENABLING
                        ),
                    backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
                        == PointInTimeRecoveryStatus.ENABLED,
                    description.Table.DeletionProtectionEnabled is true
                );
            },
            cancellationToken
        );
    }
}
