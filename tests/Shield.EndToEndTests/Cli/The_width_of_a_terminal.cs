using System.Text.RegularExpressions;
using CsCheck;
using Shield.Cli.Printing;

namespace Shield.EndToEndTests.Cli;

public sealed partial class The_width_of_a_terminal : CliTest
{
    private const string Long = "2a00:1450:4001:81b:1234:5678:9abc:200e";

    /// <summary>With <c>SHIELD_UPDATE_CASES=1</c> the files are written anew; read what changed.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    [InlineData(null)]
    public async Task Decides_how_a_list_looks(int? width)
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", Long);
        TerminalWidth = width;
        var shown = Plain((await Text("threats", "list", "--no-pager")).Expect(0).Output);
        var file = Path.Combine(
            Repository.Root,
            "tests",
            "Shield.EndToEndTests",
            "Cli",
            "Widths",
            $"threats-list-{width?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "pipe"}.txt"
        );
        if (System.Environment.GetEnvironmentVariable("SHIELD_UPDATE_CASES") is "1")
        {
            await System.IO.File.WriteAllTextAsync(file, shown, Cancellation);
        }

        Assert.Equal(await System.IO.File.ReadAllTextAsync(file, Cancellation), shown);
    }

    [Fact]
    public async Task Breaks_no_address_and_no_command_of_any_answer()
    {
        (await Initialise()).Expect(0);
        (
            await Json(
                "ingest",
                File(
                    "f.json",
                    FindingText.BruteForce("45.83.64.1"),
                    FindingText.BruteForce(Long),
                    FindingText.BruteForce("2a00:1450::1", change: finding => finding["type"] = "Canary:EC2/Unheard")
                ),
                "--apply"
            )
        ).Expect(0);
        (
            await Json("unblock", "45.83.64.1", "--reason", "a partner who told us so at length, twice, and in writing", "--record-only")
        ).Expect(0);
        foreach (
            var line in (string[])
                [
                    "threats list --all",
                    "threats acts",
                    "plan",
                    "status",
                    "explain " + Long,
                    "policy show",
                    "never-block list",
                    "allow list",
                    "doctor",
                ]
        )
        {
            TerminalWidth = null;
            var whole = (await Text(line.Split(' '))).Output;
            Assert.False(whole.StartsWith('\n'), line);
            Assert.DoesNotContain(whole, c => c is >= '\u2500' and <= '\u257f');
            foreach (var width in (int[])[40, 61, 80, 132])
            {
                TerminalWidth = width;
                var shown = Plain((await Text([.. line.Split(' '), "--no-pager"])).Output).Split('\n');
                Assert.All(
                    shown,
                    text =>
                        Assert.True(
                            text.Length <= width || !text.Trim().Contains(' ') || Command().IsMatch(text),
                            $"{line} at {width}: '{text}'"
                        )
                );
                Assert.All(
                    Address().Matches(whole).Select(address => address.Value).Distinct(),
                    address => Assert.Contains(shown, text => text.Contains(address, StringComparison.Ordinal))
                );
            }
        }
    }

    [Fact]
    public void Cuts_no_word_of_any_table()
    {
        var word = Gen.String[Gen.Char["abc:./-1"], 1, 60];
        var cell = word.Array[0, 5].Select(words => string.Join(' ', words));
        Gen.Select(Gen.Int[40, 250], Gen.Int[1, 7].SelectMany(columns => cell.Array[columns].Array[1, 5]))
            .Sample(
                (width, rows) =>
                {
                    using var output = new StringWriter();
                    new Screen(output, isTerminal: true, width).Table("title", [.. rows[0].Select((_, index) => $"column {index}")], rows);
                    var lines = Plain(output.ToString()).Split('\n');
                    Assert.All(lines, line => Assert.True(line.Length <= width || line.Trim().Count(c => c is ' ') <= 2, line));
                    Assert.All(
                        rows.SelectMany(row => row.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                            .Where(text => text is not "-"),
                        text => Assert.Contains(lines, line => line.Contains(text, StringComparison.Ordinal))
                    );
                }
            );
    }

    [Theory]
    [InlineData(
        "Nothing was written; to accept exactly what a limit keeps back: shield apply --accept-plan 1f2e3d4c5b6a, and then look again",
        "shield apply --accept-plan 1f2e3d4c5b6a,"
    )]
    [InlineData("These many are held and wait for somebody: shield threats list --state held", "shield threats list --state held")]
    [InlineData("It was told by somebody who was not there: shield explain INDICATOR says more of it", "shield explain INDICATOR")]
    public void Leaves_a_command_whole(string text, string command) =>
        Assert.All(
            Enumerable.Range(44, 80),
            width =>
            {
                using var output = new StringWriter();
                new Screen(output, isTerminal: true, width).Line(text);
                Assert.Contains(Plain(output.ToString()).Split('\n'), line => line.Contains(command, StringComparison.Ordinal));
            }
        );

    private static string Plain(string output) => Moment().Replace(Escape().Replace(output, ""), "2026-01-01 00:00Z");

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\dZ")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<![\w.:])(\d+\.\d+\.\d+\.\d+|[0-9a-f]+:[0-9a-f:]*:[0-9a-f:]+)(/\d+)?")]
    private static partial Regex Address();

    [GeneratedRegex(@"shield [a-z]")]
    private static partial Regex Command();
}
