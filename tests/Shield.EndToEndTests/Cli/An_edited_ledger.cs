using Microsoft.Data.Sqlite;
using static Shield.EndToEndTests.Cli.Examined;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// What SECURITY.md says of each kind of edit. Whoever rewrites all of it consistently has made another ledger, and only the PCE tells.
/// </summary>
public sealed class An_edited_ledger : CliTest
{
    private enum Noticed
    {
        /// <summary>Every command that decides refuses with exit code 1 and writes nothing; the doctor fails.</summary>
        ByAll,

        /// <summary>In records older than a day: the doctor fails, and what is decided now does not depend on them.</summary>
        ByTheDoctor,

        /// <summary>Evidence, and what only saves work or time.</summary>
        ByNobody,
    }

    private static readonly (string What, string Sql, Noticed By)[] Edits =
    [
        ("an act's reason", "UPDATE act SET why = 'x' WHERE kind = 'Allow'", Noticed.ByAll),
        ("an act's author", "UPDATE act SET who = 'x' WHERE kind = 'Allow'", Noticed.ByAll),
        ("an act's time", "UPDATE act SET at = '2026-01-01T00:00:00.0000000Z' WHERE kind = 'Allow'", Noticed.ByAll),
        ("an act's end", "UPDATE act SET until = '2099-01-01T00:00:00.0000000Z' WHERE kind = 'Block'", Noticed.ByAll),
        ("an act's party", "UPDATE act SET indicator = '45.83.64.0/24' WHERE kind = 'Allow'", Noticed.ByAll),
        ("an act's kind", "UPDATE act SET kind = 'Disallow' WHERE kind = 'Allow'", Noticed.ByAll),
        ("an act taken out", "DELETE FROM act WHERE kind = 'Allow'", Noticed.ByAll),
        ("an act taken out with its link", "DELETE FROM act WHERE kind = 'Allow'; DELETE FROM act_link WHERE sequence = 1", Noticed.ByAll),
        (
            "the newest act taken out with its link, and the end noted anew",
            "DELETE FROM act WHERE id = (SELECT act FROM act_link WHERE sequence = 3); DELETE FROM act_link WHERE "
                + "sequence = 3; UPDATE chain_end SET sequence = 2, hash = (SELECT hash FROM act_link WHERE sequence = 2) "
                + "WHERE chain = 'act'",
            Noticed.ByAll
        ),
        (
            "an act put in",
            "INSERT INTO act SELECT 'forged', at, kind, '45.83.64.77', directions, until, who, why, accepted_plan, "
                + "withdraws FROM act WHERE kind = 'Allow'",
            Noticed.ByAll
        ),
        (
            "an act put in with a link",
            "INSERT INTO act SELECT 'forged', at, kind, '45.83.64.77', directions, until, who, why, accepted_plan, "
                + "withdraws FROM act WHERE kind = 'Allow'; INSERT INTO act_link SELECT 4, 'forged', hash FROM act_link "
                + "WHERE sequence = 1",
            Noticed.ByAll
        ),
        (
            "two acts swapped",
            "UPDATE act_link SET sequence = 9 WHERE sequence = 1; UPDATE act_link SET sequence = 1 WHERE sequence = 2; "
                + "UPDATE act_link SET sequence = 2 WHERE sequence = 9",
            Noticed.ByAll
        ),
        ("the chain of acts taken out", "DELETE FROM act_link; DELETE FROM chain_end WHERE chain = 'act'", Noticed.ByAll),
        (
            "all acts taken out with their chain",
            "DELETE FROM act; DELETE FROM act_link; DELETE FROM chain_end WHERE chain = 'act'",
            Noticed.ByAll
        ),
        (
            "an act changed in a file that says it has no chain yet",
            "UPDATE act SET why = 'x' WHERE kind = 'Allow'; DROP TABLE act_link; DROP TABLE chain_end; DROP TABLE "
                + "pce_address; ALTER TABLE act DROP COLUMN withdraws; UPDATE schema_version SET version = 6",
            Noticed.ByAll
        ),
        ("the layout's version, down", "UPDATE schema_version SET version = 6", Noticed.ByAll),
        ("the layout's version, up", "UPDATE schema_version SET version = 99", Noticed.ByAll),
        (
            "the newest record changed",
            "UPDATE history SET content = content || ' ' WHERE sequence = (SELECT max(sequence) FROM history)",
            Noticed.ByAll
        ),
        (
            "the newest record's time",
            "UPDATE history SET at = '2026-01-01T00:00:00.0000000Z' WHERE sequence = (SELECT max(sequence) FROM history)",
            Noticed.ByAll
        ),
        ("the newest record taken out", "DELETE FROM history WHERE sequence = (SELECT max(sequence) FROM history)", Noticed.ByAll),
        (
            "the newest two records taken out, and the end noted anew",
            "DELETE FROM history WHERE sequence > (SELECT max(sequence) - 2 FROM history); UPDATE chain_end SET "
                + "(sequence, hash) = (SELECT sequence, hash FROM history ORDER BY sequence DESC LIMIT 1) WHERE chain = "
                + "'history'",
            Noticed.ByAll
        ),
        (
            "a record put in",
            "INSERT INTO history SELECT sequence + 1, at, kind, hash, previous_hash, content FROM history ORDER BY sequence DESC LIMIT 1",
            Noticed.ByAll
        ),
        (
            "two records swapped",
            "UPDATE history SET sequence = sequence + 100 WHERE sequence > (SELECT max(sequence) - 2 FROM history); "
                + "UPDATE history SET sequence = sequence - 99 WHERE sequence = (SELECT min(sequence) FROM history WHERE "
                + "sequence > 100); UPDATE history SET sequence = sequence - 101 WHERE sequence > 100",
            Noticed.ByAll
        ),
        ("all of history taken out", "DELETE FROM history; DELETE FROM chain_end WHERE chain = 'history'", Noticed.ByAll),
        ("an active entry forgotten", "UPDATE baseline SET inbound = '[]'", Noticed.ByAll),
        ("an active entry made up", "UPDATE baseline SET outbound = '[\"45.83.64.66\"]'", Noticed.ByAll),
        (
            "what is active given to another outcome",
            "UPDATE baseline SET outcome_hash = (SELECT hash FROM history WHERE sequence = 2)",
            Noticed.ByAll
        ),
        ("what is active taken out", "DELETE FROM baseline", Noticed.ByAll),
        ("an old record changed", "UPDATE history SET content = content || ' ' WHERE sequence = 1", Noticed.ByTheDoctor),
        ("an old record taken out", "DELETE FROM history WHERE sequence = 2", Noticed.ByTheDoctor),
        ("the beginning taken out", "DELETE FROM history WHERE sequence <= 2", Noticed.ByTheDoctor),
        ("the lease", "UPDATE lease SET fence = 99, generation = 99, completed_generation = 99", Noticed.ByNobody),
        ("when workloads were read", "UPDATE workloads_read SET at = '2026-01-01T00:00:00.0000000Z'", Noticed.ByNobody),
        ("a sighting", "UPDATE sighting SET country = 'Nowhere'", Noticed.ByNobody),
        ("own addresses", "DELETE FROM own_address", Noticed.ByNobody),
    ];

    [Fact]
    public async Task Is_noticed_where_it_says_so()
    {
        await WriteAsync();
        var whole = await System.IO.File.ReadAllBytesAsync(Ledger, Cancellation);
        var versions = await VersionsAsync();
        var surprises = new List<string>();
        foreach (var (what, sql, by) in Edits)
        {
            await System.IO.File.WriteAllBytesAsync(Ledger, whole, Cancellation);
            Edit(sql);

            var doctor = await Json("doctor");
            var apply = await Json("apply");
            var verified = await Json("history", "verify");

            var seen = (
                apply.ErrorCode is "ledger",
                doctor.ExitCode is 1 && Named(doctor, "fail").Any(name => name is "ledger" or "ledger-chain")
            ) switch
            {
                (true, true) => Noticed.ByAll,
                (false, true) => Noticed.ByTheDoctor,
                _ => Noticed.ByNobody,
            };
            if (
                seen != by
                || (
                    by is Noticed.ByAll
                    && !apply.Error.Contains(Ledger, StringComparison.Ordinal)
                    && !apply.Error.Contains("history record", StringComparison.Ordinal)
                    && !apply.Error.Contains("outcome", StringComparison.Ordinal)
                )
            )
            {
                surprises.Add($"{what}: {seen}, not {by}: {apply.Output}{apply.Error}");
            }

            if (verified.ExitCode != (by is Noticed.ByNobody ? 0 : 1))
            {
                surprises.Add($"{what}: history verify answers {verified.ExitCode}: {verified.Output}{verified.Error}");
            }
        }

        Assert.True(surprises.Count is 0, string.Join('\n', surprises));
        Assert.Equal(versions, await VersionsAsync());
    }

    [Fact]
    public async Task Names_what_was_changed_and_what_to_do()
    {
        await WriteAsync();
        Edit("UPDATE act SET who = 'x' WHERE kind = 'Allow'");

        var error = (await Text("status")).Expect(1).Error;

        Assert.Contains("was changed", error, StringComparison.Ordinal);
        Assert.Contains("restore a backup", error, StringComparison.Ordinal);
        Assert.Contains("docs/ledger.md", error, StringComparison.Ordinal);
    }

    /// <summary>A backup is put back for a reason: that is said aloud, and nothing is refused for it.</summary>
    [Fact]
    public async Task Is_told_from_an_older_one_that_was_restored_by_the_PCEs_own_versions()
    {
        await WriteAsync();
        var backup = await System.IO.File.ReadAllBytesAsync(Ledger, Cancellation);
        Assert.Equal("pass", Answer(await Json("doctor"), "ledger-anchor"));
        (await Json("threats", "block", "45.83.64.50", "--reason", "after the backup")).Expect(0);
        Assert.Equal("pass", Answer(await Json("doctor"), "ledger-anchor"));

        await System.IO.File.WriteAllBytesAsync(Ledger, backup, Cancellation);

        var doctor = await Json("doctor");
        Assert.Equal(("pass", "warn"), (Answer(doctor, "ledger-chain"), Answer(doctor, "ledger-anchor")));
        Assert.Equal(["pce-versions"], Named((await Json("history", "verify")).Expect(1), "fail"));
        Assert.Contains("an older ledger was restored", Detail(doctor, "ledger-anchor"), StringComparison.Ordinal);
        (await Json("threats", "block", "45.83.64.51", "--reason", "with the older one", "--record-only")).Expect(0);
        var apply = (await Json("apply")).Expect(0);
        Assert.Equal("applied", (string)apply.Json["outcome"]!);
        Assert.Contains("an older ledger was restored", (string)apply.Json["detail"]!, StringComparison.Ordinal);

        // It goes on, and its own newest version covers nothing up.
        Assert.Equal("warn", Answer(await Json("doctor"), "ledger-anchor"));
        (await Json("threats", "block", "45.83.64.52", "--reason", "once more", "--record-only")).Expect(0);
        Assert.Null((string?)(await Json("apply")).Expect(0).Json["detail"]);
    }

    /// <summary>
    /// What came after the backup began and ended, so the lists hold what they held then: only when they were written tells.
    /// </summary>
    [Fact]
    public async Task Is_told_from_an_older_one_by_a_reconcile_with_nothing_to_do()
    {
        await WriteAsync();
        var backup = await System.IO.File.ReadAllBytesAsync(Ledger, Cancellation);
        (await Json("threats", "block", "45.83.64.50", "--reason", "after the backup")).Expect(0);
        (await Json("unblock", "45.83.64.50", "--reason", "after the backup")).Expect(0);
        Pce.ClearCalls();
        Assert.Null((string?)(await Json("apply")).Expect(0).Json["detail"]);
        Assert.Equal(3, Pce.Calls.Count);

        await System.IO.File.WriteAllBytesAsync(Ledger, backup, Cancellation);

        Pce.ClearCalls();
        var apply = (await Json("apply")).Expect(0);
        Assert.Equal("nothing", (string)apply.Json["outcome"]!);
        Assert.Contains("an older ledger was restored", (string)apply.Json["detail"]!, StringComparison.Ordinal);
        Assert.Equal(4, Pce.Calls.Count);
    }

    [Fact]
    public async Task Is_warned_of_where_others_may_write_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("no such rights there");
            return;
        }

        await WriteAsync();
        Assert.Equal("pass", Answer(await Json("doctor"), "ledger-file"));

        System.IO.File.SetUnixFileMode(Ledger, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var doctor = await Json("doctor");
        Assert.Equal("warn", Answer(doctor, "ledger-file"));
        Assert.Contains("GroupRead", Detail(doctor, "ledger-file"), StringComparison.Ordinal);
        Assert.Contains("chmod 600", Remedy(doctor, "ledger-file"), StringComparison.Ordinal);
    }

    /// <summary>Three acts; intents and outcomes of the day before yesterday, and of today.</summary>
    private async Task WriteAsync()
    {
        (await Initialise()).Expect(0);
        (await Json("allow", "add", "45.83.65.0/24", "--reason", "office")).Expect(0);
        await IngestAndApply("45.83.64.1");
        (await Json("threats", "block", "45.83.64.2", "--reason", "x", "--for", "30d")).Expect(0);
        Clock.Advance(TimeSpan.FromHours(40));
        (await Json("threats", "block", "45.83.64.3", "--reason", "x", "--for", "30d")).Expect(0);
    }

    private async Task<string> VersionsAsync() => (await Admin.Get("/sec_policy")).ToJsonString();

    private void Edit(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
