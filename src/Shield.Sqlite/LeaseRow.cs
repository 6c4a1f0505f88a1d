using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>Lease and generation: read, compared and written inside one write transaction, so that nobody comes between.</summary>
internal static class LeaseRow
{
    public static LeaseState Read(SqliteConnection connection)
    {
        using var lease = new Statement(
            connection,
            """
            SELECT fence, holder_host, holder_boot_id, holder_process, holder_started_at, until, generation, completed_generation,
                completed_report
            FROM lease
            """
        );
        return lease.One(row => new LeaseState
        {
            Fence = row.GetInt64(0),
            Holder = row.IsNull(1) ? null : new LeaseHolder(row.GetString(1), row.GetString(2), row.GetInt32(3), row.ReadTime(4)),
            Until = row.ReadTime(5),
            Generation = row.GetInt64(6),
            CompletedGeneration = row.GetInt64(7),
            CompletedReport = row.ReadTextOrNull(8),
        });
    }

    /// <summary>Null where the lease with this fence is no longer held.</summary>
    public static LeaseState? ReadHeld(SqliteConnection connection, long fence) =>
        Read(connection) is { Holder: not null } state && state.Fence == fence ? state : null;

    public static void Write(SqliteConnection connection, LeaseState state)
    {
        using var write = new Statement(
            connection,
            """
            UPDATE lease SET
                fence = $fence, holder_host = $host, holder_boot_id = $boot_id, holder_process = $process, holder_started_at = $started_at,
                until = $until, generation = $generation, completed_generation = $completed_generation, completed_report = $completed_report
            """
        );
        write
            .With("$fence", state.Fence)
            .With("$host", state.Holder?.Host)
            .With("$boot_id", state.Holder?.BootId)
            .With("$process", state.Holder?.ProcessId)
            .With("$started_at", state.Holder?.StartedAt.ToColumn())
            .With("$until", state.Until.ToColumn())
            .With("$generation", state.Generation)
            .With("$completed_generation", state.CompletedGeneration)
            .With("$completed_report", state.CompletedReport)
            .Execute();
    }
}
