using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>
/// The file's layout and the way to it. Forward only: a step that a release has shipped is never edited, the next one is added.
/// </summary>
internal static class Schema
{
    /// <summary>The tables of layout 1. Others have a schema_version too; all of these nobody has by chance.</summary>
    private const int TablesOfTheFirstLayout = 8;

    private static readonly string[] Steps =
    [
        """
            CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
            INSERT INTO schema_version VALUES (0);

            CREATE TABLE sighting (
                account TEXT NOT NULL, region TEXT NOT NULL, finding TEXT NOT NULL, indicator TEXT NOT NULL,
                first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, supported TEXT,
                severity REAL NOT NULL, count INTEGER NOT NULL,
                sources TEXT NOT NULL, circumstances TEXT NOT NULL,
                updated_at TEXT NOT NULL, type TEXT NOT NULL, sample INTEGER NOT NULL,
                resource TEXT, local_port INTEGER, country TEXT, asn TEXT, asn_organization TEXT,
                PRIMARY KEY (account, region, finding, indicator)) STRICT, WITHOUT ROWID;

            CREATE TABLE finding_state (
                account TEXT NOT NULL, region TEXT NOT NULL, finding TEXT NOT NULL,
                updated_at TEXT NOT NULL, archived INTEGER NOT NULL, severity REAL NOT NULL,
                PRIMARY KEY (account, region, finding)) STRICT, WITHOUT ROWID;

            CREATE TABLE own_address (address TEXT PRIMARY KEY NOT NULL, last_seen TEXT NOT NULL) STRICT, WITHOUT ROWID;

            CREATE TABLE act (
                id TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, indicator TEXT, directions TEXT NOT NULL,
                until TEXT, who TEXT NOT NULL, why TEXT NOT NULL, accepted_plan TEXT) STRICT, WITHOUT ROWID;

            CREATE TABLE history (
                sequence INTEGER PRIMARY KEY NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL,
                hash TEXT NOT NULL, previous_hash TEXT NOT NULL, content TEXT NOT NULL) STRICT;
            CREATE INDEX history_at ON history (at);

            CREATE TABLE baseline (
                one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
                outcome_hash TEXT NOT NULL, inbound TEXT NOT NULL, outbound TEXT NOT NULL) STRICT;

            CREATE TABLE lease (
                one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1), fence INTEGER NOT NULL,
                holder_host TEXT, holder_boot_id TEXT, holder_process INTEGER, holder_started_at TEXT, until TEXT NOT NULL,
                generation INTEGER NOT NULL, completed_generation INTEGER NOT NULL, completed_report TEXT) STRICT;
            INSERT INTO lease VALUES (1, 0, NULL, NULL, NULL, NULL, '0001-01-01T00:00:00.0000000Z', 0, 0, NULL);
            """,
        """
            ALTER TABLE sighting ADD COLUMN threat_list TEXT;
            ALTER TABLE finding_state ADD COLUMN feedback_at TEXT;
            ALTER TABLE finding_state ADD COLUMN not_useful INTEGER;
            """,
        """
            ALTER TABLE baseline ADD COLUMN domains TEXT;
            """,
        """
            CREATE TABLE workloads_read (one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1), at TEXT NOT NULL) STRICT;
            """,
        """
            CREATE TABLE resolution (
                domain TEXT NOT NULL, address TEXT NOT NULL, resolved_at TEXT NOT NULL, until TEXT NOT NULL,
                PRIMARY KEY (domain, address)) STRICT, WITHOUT ROWID;
            """,
        """
            ALTER TABLE finding_state ADD COLUMN archiving_at TEXT;
            ALTER TABLE finding_state ADD COLUMN archiving INTEGER;
            """,
        """
            CREATE TABLE act_link (sequence INTEGER PRIMARY KEY NOT NULL, act TEXT NOT NULL UNIQUE, hash TEXT NOT NULL) STRICT;
            CREATE TABLE chain_end (chain TEXT PRIMARY KEY NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE pce_address (address TEXT PRIMARY KEY NOT NULL, last_seen TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """,
        """
            ALTER TABLE act ADD COLUMN withdraws TEXT;
            """,
        """
            ALTER TABLE sighting ADD COLUMN remote_port INTEGER;
            """,
        """
            ALTER TABLE schema_version ADD COLUMN minor INTEGER NOT NULL DEFAULT 0;
            CREATE TABLE kept_back (
                one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
                fingerprint TEXT NOT NULL, indicators TEXT NOT NULL, over_limit TEXT) STRICT;
            """,
        """
            CREATE TABLE sighting_by_party (
                account TEXT NOT NULL, region TEXT NOT NULL, finding TEXT NOT NULL, indicator TEXT NOT NULL,
                first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, supported TEXT,
                severity REAL NOT NULL, count INTEGER NOT NULL,
                sources TEXT NOT NULL, circumstances TEXT NOT NULL,
                updated_at TEXT NOT NULL, type TEXT NOT NULL, sample INTEGER NOT NULL,
                resource TEXT, local_port INTEGER, country TEXT, asn TEXT, asn_organization TEXT, threat_list TEXT, remote_port INTEGER,
                PRIMARY KEY (indicator, finding, region, account)) STRICT, WITHOUT ROWID;
            INSERT INTO sighting_by_party SELECT
                account, region, finding, indicator, first_seen, last_seen, supported, severity, count, sources, circumstances,
                updated_at, type, sample, resource, local_port, country, asn, asn_organization, threat_list, remote_port
                FROM sighting;
            DROP TABLE sighting;
            ALTER TABLE sighting_by_party RENAME TO sighting;

            CREATE TABLE resting_sighting (
                account TEXT NOT NULL, region TEXT NOT NULL, finding TEXT NOT NULL, indicator TEXT NOT NULL,
                first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, supported TEXT,
                severity REAL NOT NULL, count INTEGER NOT NULL,
                sources TEXT NOT NULL, circumstances TEXT NOT NULL,
                updated_at TEXT NOT NULL, type TEXT NOT NULL, sample INTEGER NOT NULL,
                resource TEXT, local_port INTEGER, country TEXT, asn TEXT, asn_organization TEXT, threat_list TEXT, remote_port INTEGER,
                PRIMARY KEY (indicator, finding, region, account)) STRICT, WITHOUT ROWID;
            CREATE TABLE resting_party (indicator TEXT PRIMARY KEY NOT NULL, last TEXT NOT NULL) STRICT, WITHOUT ROWID;
            CREATE INDEX resting_party_last ON resting_party (last);

            CREATE TABLE finding_state_by_finding (
                account TEXT NOT NULL, region TEXT NOT NULL, finding TEXT NOT NULL,
                updated_at TEXT NOT NULL, archived INTEGER NOT NULL, severity REAL NOT NULL,
                feedback_at TEXT, not_useful INTEGER, archiving_at TEXT, archiving INTEGER,
                PRIMARY KEY (finding, region, account)) STRICT, WITHOUT ROWID;
            INSERT INTO finding_state_by_finding SELECT
                account, region, finding, updated_at, archived, severity, feedback_at, not_useful, archiving_at, archiving
                FROM finding_state;
            DROP TABLE finding_state;
            ALTER TABLE finding_state_by_finding RENAME TO finding_state;

            CREATE TABLE upkeep (
                one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1), lives TEXT NOT NULL, waking_from TEXT) STRICT;
            """,
    ];

    /// <summary>
    /// What was added since the last of these steps, and an older program can leave alone: tables of their own. Each raises the minor
    /// number by one.
    /// </summary>
    private static readonly string[] MinorSteps =
    [
        """
            CREATE TABLE IF NOT EXISTS told (channel TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """,
        """
            CREATE TABLE IF NOT EXISTS feed (name TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """,
        """
            CREATE TABLE IF NOT EXISTS traffic (name TEXT PRIMARY KEY NOT NULL, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """,
    ];

    /// <summary>From this layout on acts form a chain, and the ends of both chains are noted.</summary>
    private const int Chained = 7;

    /// <summary>From this layout on a minor version stands beside the layout's number.</summary>
    private const int WithMinor = 10;

    /// <summary>
    /// The number of steps, and how often something was added since the last of them that an older program can leave alone, such as a table
    /// of its own. A column is no such thing: an older program writes rows without it.
    /// </summary>
    public static readonly SchemaVersion Current = new(Steps.Length, MinorSteps.Length);

    /// <exception cref="LedgerException">The database is empty, or belongs to something else.</exception>
    public static SchemaVersion VersionOf(SqliteConnection connection, string path)
    {
        using var tables = new Statement(
            connection,
            """
            SELECT count(*), coalesce(sum(name IN (
                'schema_version', 'sighting', 'finding_state', 'own_address', 'act', 'history', 'baseline', 'lease')), 0)
            FROM sqlite_schema WHERE type = 'table'
            """
        );
        var (all, ours) = tables.One(row => (row.GetInt64(0), row.GetInt64(1)));
        if (all is 0)
        {
            throw new LedgerException(LedgerPlace.Empty(path, "is a SQLite database without a table"));
        }

        if (ours < TablesOfTheFirstLayout)
        {
            throw new LedgerException(
                $"The ledger '{path}' is a SQLite database, but none of ours: tables of a ledger are missing, so it belongs to "
                    + "another program, or was damaged. Nothing was changed. Let Ledger:Path name the ledger, or restore a backup of it"
            );
        }

        var major = Number("version");
        return new SchemaVersion(major, major < WithMinor ? 0 : Number("minor"));

        int Number(string column)
        {
            using var version = new Statement(connection, $"SELECT max({column}) FROM schema_version");
            return version.One(row => row.GetInt32(0));
        }
    }

    /// <summary>In a file of its own that nobody else knows yet.</summary>
    public static void Create(SqliteConnection connection) => Migrate(connection, new SchemaVersion(0, 0));

    /// <summary>Inside a write transaction, so that of two first openings one waits and then finds the work done.</summary>
    public static void Migrate(SqliteConnection connection, string path) => Migrate(connection, VersionOf(connection, path));

    private static void Migrate(SqliteConnection connection, SchemaVersion from)
    {
        for (var version = from.Major; version < Current.Major; version++)
        {
            Statement.RunScript(connection, Steps[version]);
            if (version + 1 is Chained)
            {
                ActTable.Adopt(connection);
                HistoryTable.NoteEnd(connection);
            }

            using var done = new Statement(connection, "UPDATE schema_version SET version = $version");
            done.With("$version", version + 1).Execute();
        }

        // A minor number counts what came after a layout: with the next layout it begins anew.
        for (var minor = from.Major < Current.Major ? 0 : from.Minor; minor < Current.Minor; minor++)
        {
            Statement.RunScript(connection, MinorSteps[minor]);
            using var done = new Statement(connection, "UPDATE schema_version SET minor = $minor");
            done.With("$minor", minor + 1).Execute();
        }
    }
}
