namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>
/// What things cost, in read and write units: <see cref="The_units_of_a_DynamoDB_ledger"/> measures that it is so, and
/// <see cref="The_costs"/> makes the prices of docs/cost.md of it.
/// </summary>
public static class LedgerUnits
{
    /// <summary>Of a new finding of one party on one instance, and as many write units.</summary>
    public const int Finding = 3;

    /// <summary>Two queries a partition, where the acts end, and the PCE's addresses: of an empty ledger.</summary>
    public const int EmptyReading = 34;

    /// <summary>At most, of each party more that is alive.</summary>
    public const double ReadingOfParty = 0.22;

    /// <summary>Of lease and notes, in a running instance that knows history.</summary>
    public const int IdleReads = 6;

    /// <summary>Taking the lease, noting the report and giving it back; with the report it has 1 to 2 KB.</summary>
    public const int IdleWrites = 5;

    /// <summary>At most, intent, outcome and a baseline of 6,000 entries more.</summary>
    public const int ChangeWrites = 90;
}
