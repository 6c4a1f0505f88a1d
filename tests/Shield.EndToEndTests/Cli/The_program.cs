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

        ProcessSignal.Terminate.SendTo(process);

        // Standard input is still open: a read that waits for more must not keep it.
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(8), Cancellation);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal(
            "interrupted",
            (string)System.Text.Json.Nodes.JsonNode.Parse(await process.StandardOutput.ReadToEndAsync(Cancellation))!["error"]!["code"]!
        );
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

    [Fact]
    public void Is_named_by_nothing_that_moves_with_the_wall_clock()
    {
        var me = ThisProcess.Holder;
        Assert.SkipWhen(me.BootId.Length is 0, "this system names no boot");

        // In /proc, the time from boot to start, in hundredths of a second.
        var stat = System.IO.File.ReadAllText($"/proc/{System.Environment.ProcessId}/stat");
        var ticks = long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(10 * ticks), me.StartedAt);
    }

    [Fact]
    public void Is_not_sure_of_one_that_another_version_named_nor_of_one_that_it_cannot_see()
    {
        var me = ThisProcess.Holder;
        Assert.SkipWhen(me.BootId.Length is 0, "this system names no boot");
        var boot = me.BootId.Split(' ')[0];

        // Version 0.1.0 kept the wall clock's word for the start, and that clock may have been set since.
        var early = me with
        {
            BootId = boot,
            StartedAt = DateTimeOffset.UtcNow.AddDays(-400),
        };
        Assert.False(ThisProcess.IsDead(early));
        Assert.True(ThisProcess.IsDead(early with { ProcessId = int.MaxValue }));

        // In another container of this host processes have other numbers.
        Assert.False(ThisProcess.IsDead(me with { BootId = $"{boot} pid:[1]", ProcessId = int.MaxValue }));
    }
}
