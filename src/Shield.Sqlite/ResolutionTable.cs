using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Sqlite;

internal static class ResolutionTable
{
    private const string Select = "SELECT domain, address, resolved_at, until FROM resolution";

    public static ImmutableArray<Resolution> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, $"{Select} ORDER BY domain, address");
        return all.All(Read);
    }

    public static void Merge(SqliteConnection connection, IReadOnlyList<Resolution> told)
    {
        using var find = new Statement(connection, $"{Select} WHERE domain = $domain AND address = $address");
        using var put = new Statement(connection, "INSERT OR REPLACE INTO resolution VALUES ($domain, $address, $resolved_at, $until)");
        foreach (var one in told)
        {
            var known = Key(find, one).OneOrNone(Read);
            var merged = known?.Merge(one) ?? one;
            if (merged != known)
            {
                Key(put, merged).With("$resolved_at", merged.ResolvedAt.ToColumn()).With("$until", merged.Until.ToColumn()).Execute();
            }
        }
    }

    public static void Forget(SqliteConnection connection, DateTimeOffset endedBefore)
    {
        using var forget = new Statement(connection, "DELETE FROM resolution WHERE until < $ended_before");
        forget.With("$ended_before", endedBefore.ToColumn()).Execute();
    }

    private static Statement Key(Statement statement, Resolution resolution) =>
        statement.With("$domain", resolution.Domain.Text).With("$address", resolution.Address.ToString());

    private static Resolution Read(Row row) =>
        new()
        {
            Domain = DomainName.TryParse(row.GetString(0), out var domain, out var error) ? domain : throw new FormatException(error),
            Address = AddressRange.Parse(row.GetString(1)),
            ResolvedAt = row.ReadTime(2),
            Until = row.ReadTime(3),
        };
}
