using System.Text.RegularExpressions;
using Shield.EndToEndTests.Pce;

namespace Shield.EndToEndTests.Cli;

/// <summary>What happened, where, and what to do next: once each, and in no machine's words.</summary>
public sealed partial class An_error : CliTest
{
    [Theory]
    [InlineData("plan --config {bad.json}", "is no settings file: line 2: it ends before an object or a list is closed", "bad.json", null)]
    [InlineData("plan --config {none.json}", "the settings file cannot be read: there is no such file", "none.json", null)]
    [InlineData("unblock --from {none.txt} --reason x", "cannot be read: there is no such file", "none.txt", "Correct --from")]
    [InlineData("unblock --from {} --reason x", "it is a directory, and a file is wanted", "--from", null)]
    [InlineData("never-block refresh nonsense --from x", "has no list 'nonsense'", "NeverBlock:Files", "shield never-block list")]
    [InlineData("threats withdraw nonsense --reason x", "the ledger holds no act 'nonsense'", "nonsense", "shield threats acts")]
    [InlineData("threats block 45.1.2.3/8 --reason x", "has host bits set", "'45.1.2.3/8'", "the block is '45.0.0.0/8'")]
    [InlineData("threats approve 45.83.64.1 --reason x", "is not known", "45.83.64.1", "shield threats block")]
    [InlineData("apply --accept-plan 1f2e3d4c5b6a --reason x", "no set was kept back", "1f2e3d4c5b6a", "shield plan")]
    [InlineData("apply --accept-plan", "--accept-plan needs --reason", "--accept-plan", "shield apply --help")]
    [InlineData("ingest {f.json} --set Ledger:Path={no/such.db}", "its folder does not exist", "such.db", "correct Ledger:Path")]
    [InlineData("ingest {f.json} --set Ledger:Path={other.db}", "is not a database", "other.db", "Let Ledger:Path name the ledger")]
    [InlineData("plan --set Pce:Url=http://127.0.0.1:9", "Connection refused", "127.0.0.1:9", "check Pce:Url")]
    [InlineData("plan --set Pce:OrgId=7", "40", "/orgs/7/", null)]
    public async Task Says_what_where_and_what_next(string command, string what, string where, string? next)
    {
        (await Initialise()).Expect(0);
        File("bad.json", "{ \"Pce\": { \"Url\":", "");
        File("other.db", new string('x', 5_000));
        File("f.json", FindingText.BruteForce("45.83.64.1"));
        var run = await Text([.. Placed().Replace(command, match => PathOf(match.Groups[1].Value)).Split(' ')]);
        Assert.True(run.ExitCode is 1 or 64, run.Output);
        var said = run.Error.ReplaceLineEndings(" ");
        Assert.Contains(what, said, StringComparison.Ordinal);
        Assert.Contains(where, said, StringComparison.Ordinal);
        Assert.Contains(next ?? "", said, StringComparison.Ordinal);
        Assert.DoesNotMatch(WordsOfMachines(), said);
        Assert.Empty(
            Sentences(run.Error.TrimEnd().Split('\n')[^1])
                .GroupBy(sentence => sentence)
                .Where(same => same.Count() > 1)
                .Select(same => same.Key)
        );
    }

    [Theory]
    [InlineData(
        "<!DOCTYPE html>\n<html>\n\t<title>502 Bad Gateway</title></html>",
        "<!DOCTYPE html> <html> <title>502 Bad Gateway</title></html>"
    )]
    [InlineData("[{\"token\":\"x\",\"message\":\"one\\ntwo\\u001b[2J\"}]", "x: one two\\u001b[2J")]
    public async Task Shows_an_answer_of_several_lines_as_one(string body, string shown)
    {
        await using var pce = await RudePce.AnsweringAsync(400, body);
        Environment["SHIELD_PCE__URL"] = pce.Settings.Url;
        var said = (await Text("plan")).Expect(1).Error.TrimEnd().Split('\n')[^1];
        Assert.Contains(shown, said, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u000a", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_one_line_for_an_input_file_that_is_missing_and_no_report()
    {
        var run = (await Text("ingest", PathOf("none.json"))).Expect(1);
        Assert.Empty(run.Output);
        Assert.Equal($"shield: {PathOf("none.json")}: cannot be read: there is no such file", run.Error.TrimEnd());

        // Beside one that can be read it is said once, and the report is about the other.
        var both = (await Text("ingest", PathOf("none.json"), File("f.json", FindingText.BruteForce("45.83.64.1")))).Expect(1);
        Assert.Contains("1 finding(s)", both.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("none.json", both.Output, StringComparison.Ordinal);
        Assert.Contains("none.json", both.Error, StringComparison.Ordinal);
        Assert.Single((await Json("ingest", PathOf("none.json"))).Expect(1).Json["rejected"]!.AsArray());
    }

    [Fact]
    public async Task Is_said_once_for_a_directory_full_of_texts_that_begin_in_many_ways()
    {
        var folder = Directory.CreateDirectory(PathOf("other")).FullName;
        foreach (
            var (number, text) in Enumerable
                .Range(0, 40)
                .Select(number => (number, number % 2 is 0 ? $"{{{(char)('a' + (number / 2))}}}" : $"{{\"n{number}\":1}}"))
        )
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(folder, $"{number:00}.json"), text, Cancellation);
        }

        var run = (await Text("ingest", folder)).Expect(4);
        Assert.DoesNotMatch(WordsOfMachines(), run.Output);
        var rows = run.Output.Split('\n').Where(line => line.StartsWith("20 ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains(rows, row => row.Contains("is not JSON: '…' is an invalid start of a property name", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("it looks like an object with '…'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_the_answer_to_every_option_without_its_value()
    {
        var options = new List<string[]>();
        await CollectAsync([], options);
        Assert.InRange(options.Count, 100, 1_000);
        foreach (var option in options)
        {
            var run = (await Text(option)).Expect(64);
            Assert.StartsWith("shield: ", run.Error, StringComparison.Ordinal);
            Assert.DoesNotMatch(WordsOfMachines(), run.Error);
        }
    }

    private async Task CollectAsync(string[] command, List<string[]> options)
    {
        var help = (await Text([.. command, "--help"])).Expect(0).Output;
        options.AddRange(OptionWithValue().Matches(help).Select(match => (string[])[.. command, match.Groups["name"].Value]));
        foreach (Match sub in SubCommand().Matches(help.Split("Commands:\n", 2) is [_, var listed] ? listed : ""))
        {
            await CollectAsync([.. command, sub.Groups["name"].Value], options);
        }
    }

    /// <summary>Longer ones only: "x: y" may well stand twice.</summary>
    private static IEnumerable<string> Sentences(string text) =>
        text.Split([". ", "; ", "shield: ", ": "], StringSplitOptions.TrimEntries).Where(part => part.Length > 20);

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Placed();

    [GeneratedRegex(@"System\.|Exception|LineNumber|BytePositionInLine|inner exception|\\u000[ad]|   at |Could not find|SQLite Error")]
    private static partial Regex WordsOfMachines();

    [GeneratedRegex(@"^  (-\w, )?(?<name>--[a-z-]+) <", RegexOptions.Multiline)]
    private static partial Regex OptionWithValue();

    [GeneratedRegex(@"^  (?<name>[a-z-]+)( <|  )", RegexOptions.Multiline)]
    private static partial Regex SubCommand();
}
