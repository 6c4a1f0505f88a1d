using System.Diagnostics;
using System.Globalization;
using Shield.Core.Reconciling;
using Shield.PceSimulator.Faults;
using Shield.Sqlite;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// The real program, stopped by a signal in the midst of a reconcile, while another takes its lease over. The other waits for that by a
/// clock that runs fast; with <c>SHIELD_FREEZE=1</c> (tests/nightly) by one that is right, a minute long.
/// </summary>
public sealed class A_thawed_command : CliTest
{
    private const string Fed = "45.83.64.1";
    private const string Meanwhile = "45.83.64.2";

    private static readonly bool IsForAMinute = System.Environment.GetEnvironmentVariable("SHIELD_FREEZE") is "1";

    [Fact]
    public async Task Writes_nothing_more_and_says_what_is_recorded_and_whose_answer_it_is()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("no such signals there");
            return;
        }

        (await Initialise()).Expect(0);
        Pce.Script(
            new FaultRule
            {
                Method = "PUT",
                Count = 1,
                Effect = new Fault.Latency(TimeSpan.FromSeconds(8)),
            }
        );
        using var ingest = Start("ingest", File("findings.json", FindingText.BruteForce(Fed)), "--apply", "-o", "json");
        ingest.StandardInput.Close();
        var (output, error) = (ingest.StandardOutput.ReadToEndAsync(Cancellation), ingest.StandardError.ReadToEndAsync(Cancellation));
        await IntentIsWrittenAsync();
        // The lease is renewed once more before the PUT: who is stopped in the midst of that keeps the file locked.
        await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
        await SignalAsync(ingest, "STOP");

        // Another takes the lease over once it did not change for a minute.
        Clock.Speed = IsForAMinute ? 1 : 100;
        (await Json("threats", "block", Meanwhile, "--reason", "meanwhile")).Expect(0);
        Clock.Speed = 1;
        Assert.Contains(Meanwhile, await Listed());
        var versions = (await Admin.Get("/sec_policy")).AsArray().Count;

        await SignalAsync(ingest, "CONT");
        await ingest.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        var run = new CliRun(ingest.ExitCode, await output, await error);
        CheckDocument(["ingest"], run);
        if (IsForAMinute)
        {
            // It sees that it stood still, and asks once more.
            Assert.Equal(1, (int)run.Expect(0).Json["findings"]!);
            Assert.Contains("the answer of a second one", run.Error, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(1, (int)run.Expect(1).Json["error"]!["recorded"]!["findings"]!);
            // Its call to the PCE ran out of time, or its lease was lost: which of the two depends on how long it stood still.
            Assert.Contains("whether it is applied is not known, and the next shield apply finds out", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal([Fed, Meanwhile], (await Listed()).Order(StringComparer.Ordinal));
        Assert.Equal(versions, (await Admin.Get("/sec_policy")).AsArray().Count);
        (await Json("history", "verify")).Expect(0);
    }

    private async Task IntentIsWrittenAsync()
    {
        for (var tries = 0; tries < 300; tries++)
        {
            await using var ledger = await SqliteLedgerReader.OpenAsync(Ledger, Cancellation);
            if ((await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Cancellation)).UnfinishedIntent() is not null)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
        }

        Assert.Fail("nobody wrote an intent");
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
        Assert.Equal(0, kill.ExitCode);
    }
}
