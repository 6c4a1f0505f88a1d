using System.Diagnostics;
using Shield.Cli.Hosting;

namespace Shield.EndToEndTests.Cli;

public sealed class The_program : CliTest
{
    [Fact]
    public async Task Ends_with_130_when_it_is_told_to_end_and_keeps_what_it_recorded()
    {
        (await Initialise()).Expect(0);
        using var process = Start("ingest", "-", "-o", "json");
        await process.StandardInput.WriteLineAsync(FindingText.BruteForce("45.83.64.1"));
        await process.StandardInput.FlushAsync(Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(15), Cancellation);
        Assert.Equal(130, process.ExitCode);
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
