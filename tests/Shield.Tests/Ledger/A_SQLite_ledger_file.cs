using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Sqlite;

namespace Shield.Tests.Ledger;

public sealed class A_SQLite_ledger_file : IDisposable
{
    private readonly LedgerFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _folder.File();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reads_as_the_empty_ledger_where_it_does_not_exist_and_is_not_created_by_that()
    {
        await using var reader = await SqliteLedger.OpenReaderAsync(Path, Token);

        Assert.Equal(LedgerContent.Empty, await reader.ReadAsync(Token));
        Assert.Equal(HistoryTail.Empty, await reader.ReadHistoryAsync(DateTimeOffset.MinValue, Token));
        Assert.Equal(LeaseState.Initial, await reader.ReadLeaseAsync(Token));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Is_read_beside_a_writer_and_left_as_it_was()
    {
        await using (var ledger = await SqliteLedger.OpenAsync(Path, Token))
        {
            await ledger.RecordAsync([Numbered.Evidence(1)], Token);
            await using var reader = await SqliteLedger.OpenReaderAsync(Path, Token);
            Assert.Single((await reader.ReadAsync(Token)).States);
            await ledger.RecordAsync([Numbered.Evidence(2)], Token);
            Assert.Equal(2, (await reader.ReadAsync(Token)).States.Length);
        }

        var before = await File.ReadAllBytesAsync(Path, Token);
        await using (var reader = await SqliteLedger.OpenReaderAsync(Path, Token))
        {
            Assert.Equal(2, (await reader.ReadAsync(Token)).States.Length);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Token));
        Assert.Equal(["shield.db"], Files());
    }

    [Fact]
    public async Task Is_one_file_once_it_is_closed()
    {
        await RecordOneAsync();

        Assert.Equal(["shield.db"], Files());
    }

    [Fact]
    public async Task Can_be_read_by_a_person_with_the_sqlite3_tool()
    {
        await RecordOneAsync();

        Assert.Equal(
            "2a00::1:1|2026-01-01T00:00:01.0000000Z|[\"file\"]|[\"Target Inbound\"]|UnauthorizedAccess:EC2/SSHBruteForce",
            Ask("SELECT concat_ws('|', indicator, first_seen, sources, circumstances, type) FROM sighting LIMIT 1")
        );
        Assert.Equal(
            "act-1|2026-01-01T00:00:01.0000000Z|Block|45.0.0.1|Both",
            Ask("SELECT concat_ws('|', id, at, kind, indicator, directions) FROM act")
        );
    }

    [Fact]
    public async Task Takes_ten_thousand_findings_in_one_call()
    {
        var evidence = Enumerable.Range(1, 10_000).Select(Numbered.Evidence).ToArray();
        await using var ledger = await SqliteLedger.OpenAsync(Path, Token);

        var clock = Stopwatch.StartNew();
        var changed = await ledger.RecordAsync(evidence, Token);
        var first = clock.Elapsed;
        var again = await ledger.RecordAsync(evidence, Token);
        var repeated = clock.Elapsed - first;
        var content = await ledger.ReadAsync(Token);
        var read = clock.Elapsed - first - repeated;

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{evidence.Length} findings, {content.Sightings.Length} sightings: recorded in {first}, again in {repeated}, read in {read}"
        );
        Assert.DoesNotContain(false, changed);
        Assert.DoesNotContain(true, again);
        Assert.Equal(20_000, content.Sightings.Length);
    }

    [Fact]
    public async Task Is_refused_where_it_is_a_folder()
    {
        Directory.CreateDirectory(Path);

        await RefusedAsync("is a folder");
    }

    [Fact]
    public async Task Is_refused_where_its_folder_does_not_exist()
    {
        await RefusedAsync(
            "folder does not exist",
            _folder.File(System.IO.Path.Combine("absent", "shield.db")),
            "Make the folder, or correct Ledger:Path"
        );
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task Is_refused_where_it_is_not_a_database(int size)
    {
        var text = string.Concat(Enumerable.Repeat("not a db; ", size / 10));
        await File.WriteAllTextAsync(Path, text, Token);

        await RefusedAsync("is not a database");
        Assert.Equal(text, await File.ReadAllTextAsync(Path, Token));
    }

    [Fact]
    public async Task Is_refused_where_it_is_the_database_of_something_else()
    {
        Ask("CREATE TABLE songs (title TEXT)");

        await RefusedAsync("none of ours");
        Assert.Equal("songs", Ask("SELECT group_concat(name) FROM sqlite_schema"));
        Assert.Equal("delete", Ask("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Forgets_what_names_led_to_a_week_after_its_end()
    {
        static Resolution Led(string address, DateTimeOffset at) =>
            Resolution.Of(Indicator.Parse("evil.example.org").Domain!, AddressRange.Parse(address), TimeSpan.Zero, at);

        await using var ledger = await SqliteLedger.OpenAsync(Path, Token);
        var first = Led("45.95.11.7", Numbered.Time(1));
        await ledger.RecordResolutionsAsync([first], Token);
        await ledger.RecordResolutionsAsync([Led("45.95.11.8", first.Until.AddDays(7))], Token);
        Assert.Equal("45.95.11.7 45.95.11.8", Ask("SELECT group_concat(address, ' ') FROM resolution"));
        await ledger.RecordResolutionsAsync([Led("45.95.11.8", first.Until.AddDays(7).AddTicks(1))], Token);
        Assert.Equal("45.95.11.8|2026-01-08T02:00:01.0000001Z", Ask("SELECT concat_ws('|', address, until) FROM resolution"));
    }

    [Fact]
    public async Task Is_brought_up_to_date_where_an_older_Shield_wrote_it()
    {
        await RecordOneAsync();
        LedgerContent before;
        await using (var reader = await SqliteLedger.OpenReaderAsync(Path, Token))
        {
            before = await reader.ReadAsync(Token);
        }

        Ask("DROP TABLE upkeep");
        Ask("DROP TABLE resting_sighting");
        Ask("DROP TABLE resting_party");
        Ask("ALTER TABLE sighting DROP COLUMN remote_port");
        Ask("ALTER TABLE sighting DROP COLUMN threat_list");
        Ask("ALTER TABLE finding_state DROP COLUMN feedback_at");
        Ask("ALTER TABLE finding_state DROP COLUMN not_useful");
        Ask("ALTER TABLE finding_state DROP COLUMN archiving_at");
        Ask("ALTER TABLE finding_state DROP COLUMN archiving");
        Ask("ALTER TABLE baseline DROP COLUMN domains");
        Ask("DROP TABLE workloads_read");
        Ask("DROP TABLE resolution");
        Ask("ALTER TABLE act DROP COLUMN withdraws");
        Ask("DROP TABLE act_link");
        Ask("DROP TABLE chain_end");
        Ask("DROP TABLE pce_address");
        Ask("DROP TABLE kept_back");
        Ask("ALTER TABLE schema_version DROP COLUMN minor");
        Ask("UPDATE schema_version SET version = 1");

        await using var ledger = await SqliteLedger.OpenAsync(Path, Token);
        AnyEvidence.AssertSame(before, await ledger.ReadAsync(Token));
        await ledger.RecordAsync(
            [
                Numbered.Evidence(1) with
                {
                    State = Numbered.Evidence(1).State with { Feedback = new Feedback(Numbered.Time(1), IsNotUseful: true) },
                },
            ],
            Token
        );
        Assert.Equal(new Feedback(Numbered.Time(1), IsNotUseful: true), Assert.Single((await ledger.ReadAsync(Token)).States).Feedback);
    }

    [Fact]
    public async Task Is_refused_where_a_newer_Shield_wrote_it()
    {
        await RecordOneAsync();
        Ask("UPDATE schema_version SET version = 99");
        var before = await File.ReadAllBytesAsync(Path, Token);

        await RefusedAsync("newer Shield: it has layout 99");
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Token));
    }

    [Fact]
    public async Task Is_not_taken_for_a_missing_one_where_it_was_emptied_and_nothing_is_begun_in_it()
    {
        await File.WriteAllBytesAsync(Path, [], Token);

        await RefusedAsync("is an empty file (0 bytes)");
        Assert.Empty(await File.ReadAllBytesAsync(Path, Token));
        Assert.Equal(["shield.db"], Files());
    }

    /// <summary>A restore that broke off, a full disk, a copy that was cut: whatever is left must not be taken for the whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(4_096)]
    [InlineData(5_000)]
    [InlineData(40_960)]
    public async Task Is_refused_where_it_was_cut_short(int length)
    {
        await using (var ledger = await SqliteLedger.OpenAsync(Path, Token))
        {
            await ledger.RecordAsync([.. Enumerable.Range(1, 1_000).Select(Numbered.Evidence)], Token);
            await ledger.AppendAsync([.. Enumerable.Range(1, 1_000).Select(Numbered.Act)], Token);
        }

        await using (var file = File.OpenWrite(Path))
        {
            Assert.True(file.Length > 100_000);
            file.SetLength(length);
        }

        var before = await File.ReadAllBytesAsync(Path, Token);
        await RefusedAsync("restore a backup", ignoreCase: true);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Token));
    }

    /// <summary>
    /// None of them is advised to be deleted: another process may be filling it, or a backup may bring back what it held.
    /// </summary>
    [Theory]
    [InlineData("VACUUM", "without a table")]
    [InlineData(
        "CREATE TABLE schema_version (version INTEGER); INSERT INTO schema_version VALUES (3); CREATE TABLE songs (title TEXT)",
        "none of ours"
    )]
    [InlineData("CREATE TABLE schema_version (version INTEGER); INSERT INTO schema_version VALUES (0)", "none of ours")]
    [InlineData("CREATE TABLE schema_version (installed_rank INTEGER)", "none of ours")]
    public async Task Is_refused_where_it_is_a_database_and_no_ledger(string sql, string why)
    {
        Ask(sql);
        var before = await File.ReadAllBytesAsync(Path, Token);

        await RefusedAsync(why);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Token));
    }

    [Theory]
    [InlineData("mkfifo \"$0\"")]
    [InlineData("ln -s /dev/null \"$0\"")]
    [InlineData("ln -s /dev/zero \"$0\"")]
    public async Task Is_refused_where_it_is_a_pipe_or_a_device(string make)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such files there");
        using (var made = Process.Start("sh", ["-c", make, Path]))
        {
            await made.WaitForExitAsync(Token);
        }

        await RefusedAsync("or a pipe or device", LinkTarget(Path));
    }

    [Fact]
    public async Task Is_refused_where_links_lead_round_in_a_circle()
    {
        File.CreateSymbolicLink(Path, _folder.File("other"));
        File.CreateSymbolicLink(_folder.File("other"), Path);

        await RefusedAsync("cannot be read");
    }

    [Fact]
    public async Task Is_made_where_a_link_leads_to_and_not_in_its_place()
    {
        File.CreateSymbolicLink(Path, _folder.File("elsewhere.db"));

        await RecordOneAsync();

        Assert.Equal(_folder.File("elsewhere.db"), LinkTarget(Path));
        Assert.Equal(["elsewhere.db", "shield.db"], Files());
        await RecordOneAsync();
    }

    /// <summary>SQLite reads what a side file holds into the next database of that name, whatever it is.</summary>
    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public async Task Is_lost_and_not_missing_where_a_side_file_of_it_is_left(string side)
    {
        await File.WriteAllTextAsync(Path + side, "what was not yet in the file itself", Token);

        await RefusedAsync($"is missing, but '{Path}{side}' is there");
        Assert.Equal([$"shield.db{side}"], Files());
    }

    [Theory]
    [InlineData("000")]
    [InlineData("022")]
    [InlineData("277")]
    [InlineData("777")]
    public async Task Is_read_and_written_by_its_owner_alone_whatever_the_umask_says(string umask)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such rights there");
        using var writer = Process.Start(
            new ProcessStartInfo(
                "sh",
                [
                    "-euc",
                    $"umask {umask}; '{LedgerWriterProcess.Program}' '{Path}' rounds 1 >/dev/null & "
                        + $"sleep 3; stat -c '%a %n' '{_folder.Path}'/*; kill -9 $!",
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = await writer.StandardOutput.ReadToEndAsync(Token);
        await writer.WaitForExitAsync(Token);

        var rights = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["600 shield.db", "600 shield.db-shm", "600 shield.db-wal"],
            rights.Select(line => line.Replace(_folder.Path + "/", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>As many as want to make it at once: one makes it, all record in it, and nothing of the making is left.</summary>
    [Fact]
    public async Task Is_made_once_where_many_want_to_make_it_at_the_same_moment()
    {
        const int Rounds = 25;
        const int Makers = 8;
        for (var round = 0; round < Rounds; round++)
        {
            var path = _folder.File($"{round}.db");
            using var start = new Barrier(Makers);
            await Task.WhenAll(
                Enumerable
                    .Range(1, Makers)
                    .Select(number =>
                        Task.Factory.StartNew(
                                async () =>
                                {
                                    start.SignalAndWait(Token);
                                    await using var ledger = await SqliteLedger.OpenAsync(path, Token);
                                    await ledger.AppendAsync([Numbered.Act(number)], Token);
                                },
                                Token,
                                TaskCreationOptions.LongRunning,
                                TaskScheduler.Default
                            )
                            .Unwrap()
                    )
            );

            await using var reader = await SqliteLedger.OpenReaderAsync(path, Token);
            var content = await reader.ReadAsync(Token);
            Assert.Equal(Makers, content.Acts.Length);
            Assert.Equal(Makers, content.ActChain.Head.Sequence);
        }

        Assert.Equal(Enumerable.Range(0, Rounds).Select(round => $"{round}.db").Order(StringComparer.Ordinal), Files());
    }

    [Fact]
    public async Task Is_refused_where_a_part_of_it_was_overwritten()
    {
        await using (var ledger = await SqliteLedger.OpenAsync(Path, Token))
        {
            await ledger.RecordAsync([.. Enumerable.Range(1, 1_000).Select(Numbered.Evidence)], Token);
        }

        await using (var file = File.OpenWrite(Path))
        {
            file.Position = file.Length / 4;
            await file.WriteAsync(new byte[file.Length / 2], Token);
        }

        await using var damaged = await SqliteLedger.OpenReaderAsync(Path, Token);
        var fault = await Assert.ThrowsAsync<LedgerException>(() => damaged.ReadAsync(Token));
        Assert.Contains($"'{Path}' is corrupt", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE history SET content = '{}' WHERE sequence = 2")]
    [InlineData("UPDATE history SET at = '2026-01-01T00:00:09.0000000Z' WHERE sequence = 1")]
    [InlineData("DELETE FROM history WHERE sequence = 2")]
    [InlineData("UPDATE history SET kind = 'Guess' WHERE sequence = 3")]
    [InlineData("UPDATE history SET at = 'yesterday' WHERE sequence = 3")]
    public async Task Is_refused_where_somebody_edited_its_history(string edit)
    {
        await using (var ledger = await SqliteLedger.OpenAsync(Path, Token))
        {
            var lease = await ledger.TryTakeLeaseAsync(LeaseState.Initial, new LeaseHolder("here", "boot", 1, default), default, Token);
            var last = (HistoryRecord?)null;
            for (var number = 1; number <= 3; number++)
            {
                last = HistoryRecord.After(last, HistoryKind.Intent, Numbered.Time(number), Numbered.Intent(number));
                await ledger.AppendHistoryAsync(lease!.Fence, last, null, Token);
            }
        }

        Ask(edit);

        await using var edited = await SqliteLedger.OpenAsync(Path, Token);
        var fault = await Assert.ThrowsAsync<LedgerException>(() => edited.ReadHistoryAsync(DateTimeOffset.MinValue, Token));
        Assert.Contains($"'{Path}' holds what Shield cannot have written", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE sighting SET indicator = '010.0.0.1' WHERE indicator = '45.0.0.1'")]
    [InlineData("UPDATE sighting SET sources = 'file'")]
    [InlineData("UPDATE sighting SET circumstances = '[\"Victim\"]'")]
    [InlineData("UPDATE own_address SET address = '10.0.0.1/8'")]
    [InlineData("UPDATE act SET kind = '1'")]
    [InlineData("DELETE FROM lease")]
    public async Task Is_refused_where_somebody_edited_what_it_knows(string edit)
    {
        await RecordOneAsync();
        Ask(edit);

        await using var edited = await SqliteLedger.OpenAsync(Path, Token);
        var fault = await Assert.ThrowsAsync<LedgerException>(async () =>
        {
            await edited.ReadAsync(Token);
            await edited.ReadLeaseAsync(Token);
        });
        Assert.Contains($"'{Path}' holds what Shield cannot have written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_recorded_in_by_two_processes_at_once_even_where_both_must_make_it()
    {
        const int Each = 100;
        using var one = LedgerWriterProcess.Start(Path, "records", "1", $"{Each}");
        using var other = LedgerWriterProcess.Start(Path, "records", $"{(Each / 2) + 1}", $"{Each}");

        Assert.Equal((0, ""), await CodeAndErrorAsync(one));
        Assert.Equal((0, ""), await CodeAndErrorAsync(other));

        await using var reader = await SqliteLedger.OpenReaderAsync(Path, Token);
        var content = await reader.ReadAsync(Token);
        Assert.Equal(Each * 3 / 2, content.States.Length);
        Assert.Equal(Each * 3 / 2, content.Acts.Length);
    }

    [Fact]
    public async Task Is_read_only_where_its_file_is()
    {
        await RecordOneAsync();
        using var writer = await LedgerWriterProcess.StartInMountNamespaceAsync(
            $"mount --bind '{Path}' '{Path}'; mount -o remount,ro,bind '{Path}'; \"$WRITER\" '{Path}' records 2 1",
            Token
        );

        var (code, lines, error) = await writer.EndAsync(Token);

        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Contains($"'{Path}' is read-only", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "is read-only")]
    [InlineData(false, "cannot be opened: this process may not read it, or its folder is read-only")]
    public async Task Is_refused_where_its_folder_is_read_only(bool exists, string expected)
    {
        if (exists)
        {
            await RecordOneAsync();
        }

        using var writer = await LedgerWriterProcess.StartInMountNamespaceAsync(
            $"mount --bind '{_folder.Path}' '{_folder.Path}'; mount -o remount,ro,bind '{_folder.Path}'; \"$WRITER\" '{Path}' records 2 1",
            Token
        );

        var (code, lines, error) = await writer.EndAsync(Token);

        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Contains($"'{Path}' {expected}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_all_it_confirmed_when_the_disk_is_full()
    {
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        var full = System.IO.Path.Combine(disk, "shield.db");
        using var writer = await LedgerWriterProcess.StartInMountNamespaceAsync(
            $"mount -t tmpfs -o size=1m none '{disk}'; code=0; \"$WRITER\" '{full}' records 1 100000 || code=$?; "
                + $"cp '{disk}'/* '{_folder.Path}'; exit $code",
            Token
        );

        var (code, lines, error) = await writer.EndAsync(Token);

        Assert.Equal(1, code);
        Assert.Contains($"'{full}' cannot grow: the disk is full", error, StringComparison.Ordinal);
        await using var ledger = await SqliteLedger.OpenAsync(Path, Token);
        var content = await ledger.ReadAsync(Token);
        Assert.Equal(lines.Count(line => line.StartsWith("finding", StringComparison.Ordinal)), content.States.Length);
        Assert.Equal(lines.Count(line => line.StartsWith("act", StringComparison.Ordinal)), content.Acts.Length);
        Assert.NotEmpty(content.Acts);
        Assert.Equal("ok", Ask("PRAGMA integrity_check"));
    }

    private async Task RecordOneAsync()
    {
        await using var ledger = await SqliteLedger.OpenAsync(Path, Token);
        await ledger.RecordAsync([Numbered.Evidence(1)], Token);
        await ledger.AppendAsync([Numbered.Act(1)], Token);
    }

    /// <summary>By the writer and by the reader, each with what and where.</summary>
    private async Task RefusedAsync(string why, string? path = null, string? whyReading = null, bool ignoreCase = false)
    {
        path ??= Path;
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var writing = await Assert.ThrowsAsync<LedgerException>(() => SqliteLedger.OpenAsync(path, Token));
        var reading = await Assert.ThrowsAsync<LedgerException>(() => SqliteLedger.OpenReaderAsync(path, Token));

        Assert.Contains(why, writing.Message, comparison);
        Assert.Contains(whyReading ?? why, reading.Message, comparison);
        Assert.All([writing, reading], fault => Assert.DoesNotContain("delete it", fault.Message, StringComparison.OrdinalIgnoreCase));
        Assert.Contains($"'{path}'", writing.Message, StringComparison.Ordinal);
        Assert.Contains($"'{path}'", reading.Message, StringComparison.Ordinal);
    }

    private static async Task<(int, string)> CodeAndErrorAsync(LedgerWriterProcess writer)
    {
        var (code, _, error) = await writer.EndAsync(Token);
        return (code, error);
    }

    private string? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static string LinkTarget(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private IEnumerable<string> Files() =>
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
