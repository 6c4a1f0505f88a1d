using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// Full disks, closed streams and broken pipes: the work is done all the same, and only an answer that is lost has the exit code 1.
/// </summary>
public sealed class A_stream_that_cannot_be_written : CliTest
{
    /// <summary>A redirection of the shell, and whether it takes the answer.</summary>
    public static TheoryData<string, bool> Redirections =>
        new()
        {
            { "2>/dev/full", false },
            { "2>&-", false },
            { "<&-", false },
            { "2>&- <&-", false },
            { ">/dev/full", true },
            { ">&-", true },
            { ">&- 2>&-", true },
            { ">&- 2>&- <&-", true },
            { ">/dev/full 2>/dev/full", true },
        };

    [Theory]
    [MemberData(nameof(Redirections))]
    public async Task Stops_no_command(string redirection, bool takesTheAnswer)
    {
        var lost = takesTheAnswer ? 1 : 0;
        Stumble();
        (await SpawnRedirected(redirection, "init", "--apply")).Expect(lost);
        Stumble();
        (
            await SpawnRedirected(
                redirection,
                "ingest",
                File("f.json", FindingText.BruteForce("45.83.64.1"), FindingText.BruteForce("45.83.64.2")),
                "--apply"
            )
        ).Expect(lost);
        Assert.Equal(["45.83.64.1", "45.83.64.2"], (await Listed()).Order(StringComparer.Ordinal));
        Stumble();
        (await SpawnRedirected(redirection, "unblock", "45.83.64.1", "--reason", "a partner", "-o", "json")).Expect(lost);
        Assert.Equal(["45.83.64.2"], await Listed());
        Stumble();
        (await SpawnRedirected(redirection, "status")).Expect(lost);
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    [InlineData(64, "nonsense")]
    [InlineData(1, "plan", "--set", "Pce:OwnerId=NO")]
    public async Task Is_no_reason_for_an_abort_before_there_is_any_work(int exitCode, params string[] arguments)
    {
        foreach (var redirection in new[] { ">/dev/full 2>/dev/full", ">&- 2>&- <&-", "2>&-" })
        {
            var isLost = redirection.StartsWith('>');
            (await SpawnRedirected(redirection, arguments)).Expect(exitCode is 0 && isLost ? 1 : exitCode);
        }
    }

    [Fact]
    public async Task Is_told_on_the_other_one()
    {
        var run = (await SpawnRedirected(">/dev/full", "policy", "show")).Expect(1);
        Assert.Contains("the answer cannot be written to standard output", run.Error, StringComparison.Ordinal);
        Assert.Contains("did all that it was to do", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_no_fault_where_the_reader_has_read_enough() =>
        Assert.Equal(
            "0",
            (await SpawnRedirected("| head -c 1 >/dev/null; echo ${PIPESTATUS[0]}", "policy", "show", "-o", "json")).Output.Trim()
        );

    [Fact]
    public async Task Does_not_end_a_simulated_PCE()
    {
        var run = await SpawnRedirected("<&- >&- 2>&- & sleep 3; kill $!; wait $!; echo $?", "pce-sim", "--urls", "http://127.0.0.1:0");
        Assert.Contains(run.Output.Trim(), new[] { "0", "1" });
    }

    /// <summary>One request is to be asked again, which is told on standard error.</summary>
    private void Stumble() =>
        Pce.Script(
            new FaultRule
            {
                Method = "GET",
                Path = "/orgs/*/sec_policy/draft/ip_lists",
                Count = 1,
                Effect = new Fault.ServerError(503),
            }
        );
}
