using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Findings;

namespace Shield.Sqlite;

internal sealed class FindingStateTable(SqliteConnection connection) : IDisposable
{
    private const string Select =
        "SELECT account, region, finding, updated_at, archived, severity, feedback_at, not_useful, archiving_at, archiving "
        + "FROM finding_state";

    private readonly Statement _find = new(connection, $"{Select} WHERE account = $account AND region = $region AND finding = $finding");

    private readonly Statement _put = new(
        connection,
        """
        INSERT OR REPLACE INTO finding_state VALUES (
            $account, $region, $finding, $updated_at, $archived, $severity, $feedback_at, $not_useful, $archiving_at, $archiving)
        """
    );

    private readonly Statement _delete = new(
        connection,
        "DELETE FROM finding_state WHERE account = $account AND region = $region AND finding = $finding"
    );

    public static ImmutableArray<FindingState> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, Select);
        return all.All(Read);
    }

    /// <summary>Those of all findings that are not of parties at rest only.</summary>
    public static ImmutableArray<FindingState> Alive(SqliteConnection connection)
    {
        using var alive = new Statement(connection, $"{Select} WHERE (finding, region) IN (SELECT finding, region FROM sighting)");
        return alive.All(Read);
    }

    /// <summary>
    /// Those of the findings of these sightings, under whatever account: of one finding its administrator's may be known, too.
    /// </summary>
    public static ImmutableArray<FindingState> Of(SqliteConnection connection, IEnumerable<Sighting> sightings)
    {
        using var ofFinding = new Statement(connection, $"{Select} WHERE finding = $finding AND region = $region");
        return
        [
            .. sightings
                .Select(sighting => (sighting.Key.Finding.Id, sighting.Key.Finding.Region))
                .Distinct()
                .SelectMany(finding => ofFinding.With("$finding", finding.Id).With("$region", finding.Region).All(Read)),
        ];
    }

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
        var known = Key(_find, state.Key).OneOrNone(Read);
        var merged = known?.Merge(state) ?? state;
        if (merged == known)
        {
            return false;
        }

        Key(_put, merged.Key)
            .With("$updated_at", merged.UpdatedAt.ToColumn())
            .With("$archived", merged.Archived)
            .With("$severity", merged.Severity)
            .With("$feedback_at", merged.Feedback?.At.ToColumn())
            .With("$not_useful", merged.Feedback?.IsNotUseful)
            .With("$archiving_at", merged.Archiving?.At.ToColumn())
            .With("$archiving", merged.Archiving?.IsArchived)
            .Execute();
        return true;
    }

    /// <returns>False where the ledger holds something else of it, or nothing.</returns>
    public bool Forget(FindingState seen) => Key(_find, seen.Key).OneOrNone(Read) == seen && Key(_delete, seen.Key).Execute() > 0;

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private static Statement Key(Statement statement, FindingKey key) =>
        statement.With("$account", key.Account).With("$region", key.Region).With("$finding", key.Id);

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
