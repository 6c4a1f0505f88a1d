using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>What the service or the way to it says, in an operator's words.</summary>
internal static class DynamoDbFault
{
    /// <summary>Somebody else was at the same item at the same moment; nothing happened, and it is tried again.</summary>
    public static bool IsConflict(Exception fault) =>
        fault switch
        {
            TransactionConflictException or TransactionInProgressException => true,
            // A condition that fails decides; a conflict beside it does not matter then.
            TransactionCanceledException cancelled => Codes(cancelled).Any(IsPassing)
                && Codes(cancelled).All(code => IsPassing(code) || code is "None"),
            _ => false,
        };

    public static bool IsFailedCondition(TransactionCanceledException cancelled) => Codes(cancelled).Contains("ConditionalCheckFailed");

    public static LedgerException ToLedgerException(Exception fault, string table) =>
        new(AwsFaults.Sentence($"The ledger's table '{table}'", fault), fault);

    /// <summary>
    /// An item that does not read as what we write: of a newer version, or somebody's edit. It is never passed over (law 2).
    /// </summary>
    public static bool IsOfContent(Exception fault) =>
        fault is FormatException or JsonException or ArgumentException or InvalidDataException or OverflowException;

    private static IEnumerable<string> Codes(TransactionCanceledException cancelled) =>
        (cancelled.CancellationReasons ?? []).Select(reason => reason.Code ?? "None");

    private static bool IsPassing(string code) => code is "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded";
}
