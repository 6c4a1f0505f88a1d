using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Addresses;
using Shield.Core.Evidence;

namespace Shield.Sqlite;

internal sealed class OwnAddressTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(connection, "SELECT address, last_seen FROM own_address WHERE address = $address");

    private readonly Statement _put = new(connection, "INSERT OR REPLACE INTO own_address VALUES ($address, $last_seen)");

    public static ImmutableArray<OwnAddress> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, "SELECT address, last_seen FROM own_address ORDER BY address");
        return all.All(Read);
    }

    /// <returns>False where the ledger saw it at that time or later.</returns>
    public bool Merge(OwnAddress own)
    {
        var known = _find.With("$address", own.Address.ToString()).OneOrNone(Read);
        var merged = known?.Merge(own) ?? own;
        if (merged == known)
        {
            return false;
        }

        _put.With("$address", merged.Address.ToString()).With("$last_seen", merged.LastSeen.ToColumn()).Execute();
        return true;
    }

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
    }

    private static OwnAddress Read(SqliteDataReader row) => new(AddressRange.Parse(row.GetString(0)), row.ReadTime(1));
}
