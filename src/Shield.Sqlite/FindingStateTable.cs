using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

internal sealed class FindingStateTable(SqliteConnection connection) : IDisposable
{
    private const string Select =
        "SELECT account, region, finding, updated_at, archived, severity, feedback_at, not_useful, archiving_at, archiving "
        + "FROM finding_state";

    private readonly Statement _find = new(connection, $"{Select} WHERE account = $account AND region = $region AND finding = $finding");

    private const string Insert = """
        INTO finding_state VALUES (
            $account, $region, $finding, $updated_at, $archived, $severity, $feedback_at, $not_useful, $archiving_at, $archiving)
        """;

    private readonly Statement _add = new(connection, $"INSERT {Insert} ON CONFLICT DO NOTHING");

    private readonly Statement _put = new(connection, $"INSERT OR REPLACE {Insert}");

    private readonly Statement _delete = new(
        connection,
        "DELETE FROM finding_state WHERE account = $account AND region = $region AND finding = $finding"
    );

    /// <summary>
    /// Those of the findings of whoever is read, under whatever account: of one finding its administrator's may be known, too.
    /// </summary>
    public static ImmutableArray<FindingState> In(SqliteConnection connection, EvidenceScope scope) =>
        scope.HasResting
            ? All(connection)
            : Of(
                connection,
                (scope.HasAlive ? "SELECT finding, region FROM sighting" : FindingsIn("sighting"))
                    + $" UNION ALL {FindingsIn("resting_sighting")}",
                scope.Parties.Select(party => party.ToString())
            );

    /// <summary>The same of parties at rest.</summary>
    public static ImmutableArray<FindingState> OfResting(SqliteConnection connection, IEnumerable<string> parties) =>
        Of(connection, FindingsIn("resting_sighting"), parties);

    /// <summary>Some of those that are older than that and belong to no sighting.</summary>
    public static int ForgetUnused(SqliteConnection connection, DateTimeOffset before, int most)
    {
        using var forget = new Statement(
            connection,
            """
            DELETE FROM finding_state WHERE (finding, region, account) IN (
                SELECT finding, region, account FROM finding_state
                WHERE updated_at < $before AND coalesce(archiving_at, '') < $before AND coalesce(feedback_at, '') < $before
                    AND finding NOT IN (SELECT finding FROM sighting) AND finding NOT IN (SELECT finding FROM resting_sighting)
                LIMIT $most)
            """
        );
        return forget.With("$before", before.ToColumn()).With("$most", most).Execute();
    }

    /// <returns>False where the ledger knew this state, or a later one.</returns>
    public bool Merge(FindingState state)
    {
        if (Bind(_add, state).Execute() > 0)
        {
            return true;
        }

        var known = Key(_find, state.Key).One(Read);
        var merged = known.Merge(state);
        return merged != known && Bind(_put, merged).Execute() > 0;
    }

    /// <returns>False where the ledger holds something else of it, or nothing.</returns>
    public bool Forget(FindingState seen) => Key(_find, seen.Key).OneOrNone(Read) == seen && Key(_delete, seen.Key).Execute() > 0;

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private static Statement Key(Statement statement, FindingKey key) =>
        statement.With("$account", key.Account).With("$region", key.Region).With("$finding", key.Id);

    private static Statement Bind(Statement statement, FindingState state) =>
        Key(statement, state.Key)
            .With("$updated_at", state.UpdatedAt.ToColumn())
            .With("$archived", state.Archived)
            .With("$severity", state.Severity)
            .With("$feedback_at", state.Feedback?.At.ToColumn())
            .With("$not_useful", state.Feedback?.IsNotUseful)
            .With("$archiving_at", state.Archiving?.At.ToColumn())
            .With("$archiving", state.Archiving?.IsArchived);

    private static ImmutableArray<FindingState> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, Select);
        return all.All(Read);
    }

    private static ImmutableArray<FindingState> Of(SqliteConnection connection, string findings, IEnumerable<string> parties)
    {
        using var some = new Statement(connection, $"{Select} WHERE (finding, region) IN ({findings})");
        return some.With(SightingTable.Parties, parties.ToColumn()).All(Read);
    }

    private static string FindingsIn(string table) => $"SELECT finding, region FROM {table} WHERE {SightingTable.IsOfParties}";

    private static FindingState Read(Row row) =>
        new()
        {
            Key = new FindingKey(row.GetString(0), row.GetString(1), row.GetString(2)),
            UpdatedAt = row.ReadTime(3),
            Archived = row.GetBoolean(4),
            Severity = row.GetDouble(5),
            Feedback = row.ReadTimeOrNull(6) is { } at ? new Feedback(at, row.GetBoolean(7)) : null,
            Archiving = row.ReadTimeOrNull(8) is { } call ? new Archiving(call, row.GetBoolean(9)) : null,
        };
}
