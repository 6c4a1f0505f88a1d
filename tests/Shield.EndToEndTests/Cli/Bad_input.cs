using System.Text;
using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// The issue's table "Bad input, and what it gets": a clear refusal with what and where, counted, nothing else lost, no crash.
/// </summary>
public sealed class Bad_input : CliTest
{
    private static readonly string Good = FindingText.BruteForce("45.83.64.1");

    public static TheoryData<string, string> Broken =>
        new()
        {
            { "truncated JSON", Good[..200] },
            { "deep nesting", $"{{\"a\":{new string('[', 5_000)}{new string(']', 5_000)}}}" },
            { "a string over the limit", $"{{\"id\":\"{new string('x', 3 << 20)}\"}}" },
            { "no action", FindingText.BruteForce("45.83.64.9", change: finding => finding["service"]!.AsObject().Remove("action")) },
            {
                "an empty action",
                FindingText.BruteForce("45.83.64.9", change: finding => finding["service"]!["action"] = new JsonObject())
            },
            { "a host name for an address", FindingText.BruteForce("evil.example.com") },
            { "a range for an address", FindingText.BruteForce("0.0.0.0/0") },
            { "an octal address", FindingText.BruteForce("010.0.0.1") },
            { "a number for a finding", "42" },
            { "no id", FindingText.BruteForce("45.83.64.9", change: finding => finding.Remove("id")) },
            { "nonsense", "<html>" },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Is_refused_by_itself(string what, string record)
    {
        Assert.NotNull(what);
        var run = await Json("ingest", File("f.json", Good, record, FindingText.BruteForce("45.83.64.2")));
        Assert.Contains(run.ExitCode, new[] { 0, 4 });
        Assert.Equal(2, (int)run.Json["blocked"]!);
        Assert.True(run.ExitCode is 0 || run.Json["rejected"]!.AsArray().Count > 0);
        Assert.Equal(run.ExitCode is 4, run.Json["rejected"]!.AsArray().Count > 0);
    }

    [Fact]
    public async Task Of_invalid_UTF8_is_refused_by_itself()
    {
        var path = PathOf("f.json");
        await System.IO.File.WriteAllBytesAsync(
            path,
            [
                .. Encoding.UTF8.GetBytes(Good),
                (byte)'\n',
                .. "{\"id\":\""u8,
                0xc3,
                0x28,
                .. "\"}\n"u8,
                .. Encoding.UTF8.GetBytes(FindingText.BruteForce("45.83.64.2")),
            ],
            Cancellation
        );
        Assert.Equal(2, (int)(await Json("ingest", path)).Expect(4).Json["blocked"]!);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("::")]
    public async Task Of_an_address_that_nobody_has_is_ignored_visibly(string address)
    {
        var run = (await Json("ingest", File("f.json", FindingText.BruteForce(address)))).Expect(0);
        Assert.Equal((0, 1), ((int)run.Json["blocked"]!, run.Json["ignored"]!.AsObject().Sum(pair => (int)pair.Value!)));
    }

    [Fact]
    public async Task Of_a_mapped_address_is_the_address()
    {
        (await Json("ingest", File("f.json", FindingText.BruteForce("::ffff:45.83.64.1")))).Expect(0);
        Assert.Equal("45.83.64.1", (string)(await Json("threats", "list")).Json[0]!["indicator"]!);
    }

    [Fact]
    public async Task Of_forty_megabytes_takes_no_more_memory_than_a_record_may_have()
    {
        var path = PathOf("big.json");
        await using (var file = new StreamWriter(path))
        {
            await file.WriteAsync("{\"id\":\"");
            for (var i = 0; i < 40; i++)
            {
                await file.WriteAsync(new string('x', 1 << 20));
            }

            await file.WriteAsync("\"}\n" + Good);
        }

        var run = (await Spawn("ingest", path, "-o", "json")).Expect(4);
        Assert.Equal(1, (int)run.Json["blocked"]!);
    }

    [Fact]
    public async Task Is_a_directory_or_an_empty_file()
    {
        (await Json("ingest", PathOf("."))).Expect(1);
        Assert.Equal(0, (int)(await Json("ingest", File("empty.json", ""))).Expect(0).Json["findings"]!);
    }
}
