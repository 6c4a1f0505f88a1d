using Shield.Core.Decisions;

namespace Shield.Aws.DynamoDb;

/// <summary>Which ledger: one table may hold those of several owners.</summary>
public sealed record LedgerPlace
{
    public required string Table { get; init; }

    /// <summary><c>Pce:OwnerId</c>, <c>[a-z0-9-]{3,40}</c>.</summary>
    public required string Owner { get; init; }

    /// <summary><c>Ledger:Retention</c>: how long what can matter no more is kept all the same.</summary>
    public TimeSpan Retention { get; init; } = Forgetting.DefaultRetention;
}
