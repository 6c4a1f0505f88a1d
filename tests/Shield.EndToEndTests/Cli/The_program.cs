using System.Diagnostics;
using Shield.Cli.Hosting;
using Shield.Hosting;

namespace Shield.EndToEndTests.Cli;

public sealed class The_program : CliTest
{
    [Fact]
    public async Task Ends_with_130_when_it_is_told_to_end_and_keeps_what_it_recorded()
    {
        (await Initialise()).Expect(0);
        using var process = Start("ingest", "-", "-o", "json");
        // A batch goes to the ledger when it is full, so that there is something to wait for: from then on the program runs and reads.
        string[] findings = [.. Enumerable.Range(0, 500).Select(i => FindingText.BruteForce($"45.83.{i / 250}.{i % 250}", id: $"{i}"))];
        await process.StandardInput.WriteLineAsync(string.Join('\n', findings));
        await process.StandardInput.FlushAsync(Cancellation);
        while ((await Json("threats", "list")).Json.AsArray().Count is 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), Cancellation);
        }

        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        // Standard input is still open: a read that waits for more must not keep it.
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(8), Cancellation);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("interrupted", (string)System.Text.Json.Nodes.JsonNode.Parse(await process.StandardOutput.ReadToEndAsync(Cancellation))!["error"]!["code"]!);
        Assert.Equal(500, (await Json("threats", "list")).Json.AsArray().Count);

        // The same again, now to its end, and once more: nothing is news but what was not read.
        var again = File("again.json", [.. findings, FindingText.BruteForce("45.84.0.1")]);
        Assert.Equal(500, (int)(await Json("ingest", again)).Json["duplicates"]!);
        Assert.Equal(501, (int)(await Json("ingest", again)).Json["duplicates"]!);
        Assert.Equal(501, (await Json("threats", "list")).Json.AsArray().Count);
    }

    [Fact]
    public void Knows_that_it_lives_itself_and_that_others_died()
    {
        var me = ThisProcess.Holder;
        Assert.False(ThisProcess.IsDead(me));
        Assert.False(ThisProcess.IsDead(me with { Host = "elsewhere", ProcessId = int.MaxValue }));
        Assert.SkipWhen(me.BootId.Length is 0, "this system names no boot");
        Assert.True(ThisProcess.IsDead(me with { ProcessId = int.MaxValue }));
        Assert.True(ThisProcess.IsDead(me with { BootId = "another boot" }));
        Assert.True(ThisProcess.IsDead(me with { StartedAt = me.StartedAt.AddHours(-1) }));
    }
}
