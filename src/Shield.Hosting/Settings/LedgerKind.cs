namespace Shield.Hosting.Settings;

/// <summary>Where the ledger lies.</summary>
public enum LedgerKind
{
    /// <summary>A file, for one machine.</summary>
    Sqlite,

    /// <summary>A table, for many (docs/dynamodb.md).</summary>
    DynamoDb,
}
