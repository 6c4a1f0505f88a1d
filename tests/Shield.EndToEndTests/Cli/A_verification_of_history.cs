using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Sqlite;
using static Shield.EndToEndTests.Cli.Examined;

namespace Shield.EndToEndTests.Cli;

/// <summary><c>history verify</c>; which edits it notices is the table of <see cref="An_edited_ledger"/>.</summary>
public sealed class A_verification_of_history : CliTest
{
    private static readonly string[] All = ["acts-chain", "history-chain", "acts-in-history", "baseline", "pce-versions"];

    [Fact]
    public async Task Holds_for_what_Shield_wrote_and_says_what_it_does_not_cover()
    {
        await WriteAsync();
        var before = await System.IO.File.ReadAllBytesAsync(Ledger, Cancellation);

        var run = (await Json("history", "verify")).Expect(0);

        Assert.True((bool)run.Json["ok"]!);
        Assert.Equal(All, Named(run, "pass"));
        Assert.Equal(3, (long)run.Json["acts"]!["length"]!);
        Assert.Equal(4, (long)run.Json["history"]!["length"]!);
        Assert.Contains("first 3 act(s)", Detail(run, "acts-in-history"), StringComparison.Ordinal);
        Assert.Contains("evidence", (string)run.Json["notCovered"]![0]!, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(Ledger, Cancellation));
    }

    [Fact]
    public async Task Counts_the_acts_that_no_intent_names_yet()
    {
        await WriteAsync();
        (await Json("allow", "add", "45.83.66.0/24", "--reason", "not yet", "--record-only")).Expect(0);

        Assert.Contains(
            "1 were recorded since",
            Detail((await Json("history", "verify")).Expect(0), "acts-in-history"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Begins_with_the_answer()
    {
        await WriteAsync();
        Assert.StartsWith("The ledger is as Shield wrote it", (await Text("history", "verify")).Expect(0).Output, StringComparison.Ordinal);

        await Pce.DisposeAsync();
        Assert.StartsWith(
            "What could be checked agrees. 1 of 5 checks could not be made.",
            (await Text("history", "verify")).Expect(0).Output,
            StringComparison.Ordinal
        );

        Edit("UPDATE act SET who = 'x'");
        var edited = (await Text("history", "verify")).Expect(1).Output;
        Assert.StartsWith("The ledger is not as Shield wrote it: 1 of 5 checks fail.", edited, StringComparison.Ordinal);
        Assert.Contains("restore a backup", edited, StringComparison.Ordinal);
        Assert.Contains("Not covered", edited, StringComparison.Ordinal);
    }

    /// <summary>The chains are checked all the same.</summary>
    [Theory]
    [InlineData("unreachable", "not compared with the PCE's policy versions")]
    [InlineData("refused", "may not read")]
    [InlineData("unconfigured", "Pce:ApiKey")]
    public async Task Says_why_the_PCE_could_not_be_asked(string how, string why)
    {
        await WriteAsync();
        switch (how)
        {
            case "unreachable":
                await Pce.DisposeAsync();
                break;
            case "refused":
                Pce.Revoke(PceHands.Key);
                break;
            default:
                Environment["SHIELD_PCE__APIKEY"] = null;
                break;
        }

        var run = (await Json("history", "verify")).Expect(0);

        Assert.Equal(["pce-versions"], Named(run, "skip"));
        Assert.Contains(why, Detail(run, "pce-versions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_nothing_to_compare_before_the_first_reconcile()
    {
        (await Initialise()).Expect(0);

        var run = (await Json("history", "verify")).Expect(0);

        Assert.Equal(["pce-versions"], Named(run, "skip"));
        Assert.Equal(new string('0', 64), (string)run.Json["history"]!["hash"]!);
        Assert.False(System.IO.File.Exists(Ledger));
    }

    /// <summary>Nothing contradicts itself in a ledger that is not there; the PCE knows that there was one.</summary>
    [Fact]
    public async Task Fails_where_the_whole_ledger_is_gone_and_the_PCE_remembers_one()
    {
        await WriteAsync();
        SqliteConnection.ClearAllPools();
        System.IO.File.Delete(Ledger);

        var run = (await Json("history", "verify")).Expect(1);

        Assert.Equal(["pce-versions"], Named(run, "fail"));
        Assert.Contains("does not hold its intent", Detail(run, "pce-versions"), StringComparison.Ordinal);
    }

    /// <summary>Every hash is right: the PCE alone tells that no reconcile wrote these two records.</summary>
    [Theory]
    [InlineData(0, "does not name this intent")]
    [InlineData(7, "the PCE's newest is")]
    public async Task Fails_where_records_were_put_at_the_end_by_somebody_who_computes_hashes(int ahead, string what)
    {
        await WriteAsync();
        await using (var ledger = await SqliteLedger.OpenAsync(Ledger, Cancellation))
        {
            var lease = await ledger.TryTakeLeaseAsync(
                await ledger.ReadLeaseAsync(Cancellation),
                new LeaseHolder("elsewhere", "boot", 1, DateTimeOffset.UnixEpoch),
                Clock.GetUtcNow().AddMinutes(1),
                Cancellation
            );
            var tail = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Cancellation);
            var last = Outcome.Read(tail.Last!);
            var intent = HistoryRecord.After(tail.Last, HistoryKind.Intent, Clock.GetUtcNow(), tail.LastIntent()!.Content);
            var outcome = HistoryRecord.After(
                intent,
                HistoryKind.Outcome,
                Clock.GetUtcNow(),
                (last with { IntentHash = intent.Hash, PolicyVersion = last.PolicyVersion + ahead }).ToJson()
            );
            await ledger.AppendHistoryAsync(lease!.Fence, intent, baseline: null, Cancellation);
            await ledger.AppendHistoryAsync(lease.Fence, outcome, tail.Baseline! with { OutcomeHash = outcome.Hash }, Cancellation);
            await ledger.ReleaseLeaseAsync(lease.Fence, lease.Generation, Cancellation);
        }

        var run = (await Json("history", "verify")).Expect(1);

        Assert.Equal(["pce-versions"], Named(run, "fail"));
        Assert.Contains(what, Detail(run, "pce-versions"), StringComparison.Ordinal);
    }

    private async Task WriteAsync()
    {
        (await Initialise()).Expect(0);
        (await Json("allow", "add", "45.83.65.0/24", "--reason", "office", "--record-only")).Expect(0);
        (await Json("threats", "block", "45.83.64.1", "--reason", "x")).Expect(0);
        (await Json("threats", "block", "45.83.64.2", "--reason", "x", "--record-only")).Expect(0);
        (await Json("apply")).Expect(0);
    }

    private void Edit(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
