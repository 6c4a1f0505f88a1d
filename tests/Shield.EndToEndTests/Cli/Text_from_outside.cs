using System.Globalization;
using CsCheck;
using Shield.Cli.Printing;

namespace Shield.EndToEndTests.Cli;

public sealed class Text_from_outside : CliTest
{
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String,
        Gen.OneOf(
                "\u001b[2J",
                "\u001b]0;x\u0007",
                "\u202e",
                "\u2066",
                "\u200b",
                "\r\n",
                "[red]",
                "[/]",
                "[link=http://x]",
                "\u009b31m",
                "\ud800",
                "=1+1",
                "\u2028",
                "plain"
            )
            .List[0, 6]
            .Select(string.Concat)
    );

    [Fact]
    public void Cannot_move_a_cursor_turn_the_text_or_become_markup() =>
        Hostile.Sample(text =>
        {
            using var output = new StringWriter();
            var screen = new Screen(output, isTerminal: false);
            screen.Line(text);
            screen.Point(text);
            screen.Table(
                text,
                ["column"],
                [
                    [text],
                ]
            );
            var shown = output.ToString().Replace("\n", "", StringComparison.Ordinal);
            Assert.DoesNotContain(
                shown,
                c =>
                    CharUnicodeInfo.GetUnicodeCategory(c)
                        is UnicodeCategory.Control
                            or UnicodeCategory.Format
                            or UnicodeCategory.LineSeparator
            );
            Assert.True(!text.Contains("[red]", StringComparison.Ordinal) || shown.Contains("[red]", StringComparison.Ordinal));
        });

    [Fact]
    public async Task Is_data_in_every_answer()
    {
        const string Evil = "i-1\u001b[2J[red]\u202e=cmd()\r\nshield: applied";
        (await Initialise()).Expect(0);
        var finding = FindingText.BruteForce(
            "45.83.64.1",
            change: finding =>
            {
                finding["resource"]!["instanceDetails"]!["instanceId"] = Evil;
                finding["service"]!["action"]!["networkConnectionAction"]!["remoteIpDetails"]!["country"] =
                    new System.Text.Json.Nodes.JsonObject { ["countryName"] = Evil };
            }
        );
        var type = FindingText.BruteForce("45.83.64.2", change: finding => finding["type"] = Evil);
        (await Json("ingest", File("f.json", finding, type), "--apply")).Expect(0);
        foreach (
            var arguments in new string[][]
            {
                ["ingest", PathOf("f.json")],
                ["explain", "45.83.64.1"],
                ["explain", "45.83.64.2"],
                ["threats", "list", "--all"],
                ["plan"],
                ["status"],
            }
        )
        {
            var (text, json) = (await Text(arguments), await Json(arguments));
            Assert.DoesNotContain(
                text.Output + text.Error + json.Output + json.Error,
                c => c is not '\n' && (char.IsControl(c) || c is '\u202e')
            );
            Assert.DoesNotContain("\nshield: applied", text.Output, StringComparison.Ordinal);
        }
    }
}
