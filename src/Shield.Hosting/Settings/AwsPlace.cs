using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary>Where a deployment in AWS lies, as its stack publishes it (docs/aws.md).</summary>
public sealed record AwsPlace
{
    /// <summary>Findings come through it.</summary>
    public required Uri Queue { get; init; }

    /// <summary>Requests to reconcile come through it: the same queue in a stack of an earlier version.</summary>
    public required Uri ReconcileQueue { get; init; }

    /// <summary>Where messages end that failed again and again. Null where the stack names none.</summary>
    public required Uri? DeadLetterQueue { get; init; }

    /// <summary>The name of the Lambda function that records findings; null where the stack names none.</summary>
    public required string? Function { get; init; }

    /// <returns>Null without <c>Aws:Queue</c>.</returns>
    internal static AwsPlace? Read(SettingReader reader)
    {
        var (queue, deadLetters) = (reader.Value(LedgerRows.Queue), reader.Value(LedgerRows.DeadLetterQueue));
        return queue is null
            ? null
            : new AwsPlace
            {
                Queue = queue,
                ReconcileQueue = reader.Value(LedgerRows.ReconcileQueue) ?? queue,
                DeadLetterQueue = deadLetters,
                Function = reader.Value(LedgerRows.Function),
            };
    }
}
