using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Sqlite;

internal sealed class OwnAddressTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(connection, "SELECT address, last_seen FROM own_address WHERE address = $address");

    private readonly Statement _put = new(connection, "INSERT OR REPLACE INTO own_address VALUES ($address, $last_seen)");

    private readonly Statement _delete = new(connection, "DELETE FROM own_address WHERE address = $address");

    public static ImmutableArray<OwnAddress> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, "SELECT address, last_seen FROM own_address ORDER BY address");
        return all.All(Read);
    }

    /// <returns>False where the ledger saw it at that time or later.</returns>
    public bool Merge(OwnAddress own)
    {
        var known = Key(_find, own).OneOrNone(Read);
        var merged = known?.Merge(own) ?? own;
        if (merged == known)
        {
            return false;
        }

        Key(_put, merged).With("$last_seen", merged.LastSeen.ToColumn()).Execute();
        return true;
    }

    /// <returns>False where the ledger holds something else of it, or nothing.</returns>
    public bool Forget(OwnAddress seen) => Key(_find, seen).OneOrNone(Read) == seen && Key(_delete, seen).Execute() > 0;

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private static Statement Key(Statement statement, OwnAddress own) => statement.With("$address", own.Address.ToString());

    private static OwnAddress Read(Row row) => new(AddressRange.Parse(row.GetString(0)), row.ReadTime(1));
}
