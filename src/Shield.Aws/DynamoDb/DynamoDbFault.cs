using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>What the service or the way to it says, in an operator's words.</summary>
internal static class DynamoDbFault
{
    /// <summary>Somebody else was at the same item at the same moment; nothing happened, and it is tried again.</summary>
    public static bool IsConflict(Exception fault) => fault switch
    {
        TransactionConflictException or TransactionInProgressException => true,
        // A condition that fails decides; a conflict beside it does not matter then.
        TransactionCanceledException cancelled => Codes(cancelled).Any(IsPassing) && Codes(cancelled).All(code => IsPassing(code) || code is "None"),
        _ => false,
    };

    public static bool IsFailedCondition(TransactionCanceledException cancelled) => Codes(cancelled).Contains("ConditionalCheckFailed");

    /// <summary>A cancellation that nobody asked for is the SDK's own timeout.</summary>
    public static bool IsOfTheWire(Exception fault, CancellationToken cancellationToken) =>
        fault is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static LedgerException ToLedgerException(Exception fault, string table)
    {
        var what = fault switch
        {
            ResourceNotFoundException => "does not exist in this account and region, or is not ready yet",
            ProvisionedThroughputExceededException or RequestLimitExceededException or ThrottlingException => "is asked more than it may be: its throughput is exceeded",
            AmazonServiceException { ErrorCode: "AccessDeniedException" } => "may not be used with these credentials",
            AmazonServiceException { ErrorCode: "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException" } => "refuses these credentials",
            OperationCanceledException or TimeoutException => "did not answer in time",
            AmazonServiceException { StatusCode: 0 } or HttpRequestException or IOException => "cannot be reached",
            _ => "cannot be used",
        };
        return new LedgerException($"The ledger's table '{table}' {what} ({fault.GetType().Name}: {fault.Message})", fault);
    }

    /// <summary>An item that does not read as what we write: of a newer version, or somebody's edit. It is never passed over (law 2).</summary>
    public static bool IsOfContent(Exception fault) => fault is FormatException or JsonException or ArgumentException or InvalidDataException or OverflowException;

    private static IEnumerable<string> Codes(TransactionCanceledException cancelled) => (cancelled.CancellationReasons ?? []).Select(reason => reason.Code ?? "None");

    private static bool IsPassing(string code) => code is "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded";
}
