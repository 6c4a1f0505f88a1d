using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Sqlite;

/// <summary>What the PCE's own name led to, and when last.</summary>
internal static class PceAddressTable
{
    public static ImmutableArray<OwnAddress> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, "SELECT address, last_seen FROM pce_address ORDER BY address");
        return all.All(row => new OwnAddress(AddressRange.Parse(row.GetString(0)), row.ReadTime(1)));
    }

    // Times are of fixed width, so the greater text is the later moment.
    public static void Merge(SqliteConnection connection, IReadOnlyList<OwnAddress> seen)
    {
        using var put = new Statement(
            connection,
            """
            INSERT INTO pce_address VALUES ($address, $last_seen)
            ON CONFLICT (address) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)
            """
        );
        foreach (var one in seen)
        {
            put.With("$address", one.Address.ToString()).With("$last_seen", one.LastSeen.ToColumn()).Execute();
        }
    }

    public static void Forget(SqliteConnection connection, DateTimeOffset lastSeenBefore)
    {
        using var forget = new Statement(connection, "DELETE FROM pce_address WHERE last_seen < $before");
        forget.With("$before", lastSeenBefore.ToColumn()).Execute();
    }
}
