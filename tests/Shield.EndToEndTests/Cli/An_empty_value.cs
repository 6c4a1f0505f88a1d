using System.Collections.Immutable;
using Shield.Hosting.Settings;

namespace Shield.EndToEndTests.Cli;

/// <summary>As a compose file hands on a variable that nobody set: it says nothing, whatever the key.</summary>
public sealed class An_empty_value : CliTest
{
    private const string Ranges =
        """{"NeverBlock":{"Ranges":["198.51.100.0/24","203.0.113.0/24"],"Files":[{"Name":"mine","Path":"/nowhere","Format":"plain","Kind":"sinkhole"}]},"Pce":{"Scope":["env=prod"]},"Limits":{"AddPerRun":7}}""";

    public static TheoryData<string, string> Variables
    {
        get
        {
            var variables = new TheoryData<string, string>();
            foreach (var key in SettingTable.All)
            {
                var name = key
                    .Variable.Replace("<N>", "0", StringComparison.Ordinal)
                    .Replace("<ACCOUNT>", "111122223333", StringComparison.Ordinal);
                variables.Add(name, "");
                variables.Add(key.IsList ? $"{name}__0" : name, " \t");
            }

            return variables;
        }
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void Is_none_in_the_environment_and_on_the_command_line(string variable, string value)
    {
        var path = File("settings.json", Ranges);
        var (without, with) = (Of(path, [], []), Of(path, new() { [variable] = value }, []));
        var flagged = Of(path, [], [$"{variable["SHIELD_".Length..].Replace("__", ":", StringComparison.Ordinal)}={value}"]);

        foreach (var settings in new[] { with, flagged })
        {
            Assert.Equal(without.NeverBlock, settings.NeverBlock);
            Assert.Equal(without.NeverBlockFiles.Select(file => file.Name), settings.NeverBlockFiles.Select(file => file.Name));
            Assert.Equal(without.Pce.Scope, settings.Pce.Scope);
            Assert.Equal((without.AddPerRun, without.PceFaults.Length), (settings.AddPerRun, settings.PceFaults.Length));
            Assert.Equal(without.Policy, settings.Policy with { Accounts = without.Policy.Accounts });
            Assert.Empty(settings.Policy.Accounts);
            Assert.Empty(settings.Warnings);
        }
    }

    [Theory]
    [InlineData("""{"NeverBlock":{"Ranges":""}}""", 2)]
    [InlineData("""{"NeverBlock":{"Ranges":null}}""", 2)]
    [InlineData("""{"NeverBlock":{"Ranges":["", " "]}}""", 2)]
    [InlineData("""{"NeverBlock":{"Ranges":["", "192.0.2.0/24"]}}""", 1)]
    [InlineData("""{"NeverBlock":{"Ranges":[]}}""", 0)]
    public void Is_none_in_a_file_either_where_an_empty_list_is_one(string stronger, int left)
    {
        ImmutableArray<SettingLayer> layers =
        [
            SettingLayer.OfFile(File("weak.json", Ranges)),
            SettingLayer.OfFile(File("strong.json", stronger)),
        ];
        Assert.Equal(left, ShieldSettings.From(layers, needsPce: false).NeverBlock.Length);
    }

    [Fact]
    public async Task Leaves_an_address_protected_that_the_file_protects()
    {
        Environment["SHIELD_NEVERBLOCK__RANGES__0"] = "";
        Environment["SHIELD_NEVERBLOCK__RANGES"] = "";
        (await Initialise()).Expect(0);
        (
            await Json(
                "ingest",
                File("f.json", FindingText.BruteForce("45.83.64.1")),
                "--apply",
                "--config",
                File("settings.json", """{"NeverBlock":{"Ranges":["45.83.64.0/24"]}}""")
            )
        ).Expect(0);
        Assert.Empty(await Listed());
    }

    [Theory]
    [InlineData("192.0.2.0/24", "198.51.100.0/24, 203.0.113.0/24")]
    [InlineData("198.51.100.0/24", "203.0.113.0/24")]
    [InlineData("198.51.100.0/25,203.0.113.0/24", "198.51.100.128/25")]
    public async Task Is_not_a_shorter_list_which_every_command_warns_of(string ranges, string left)
    {
        Environment["SHIELD_NEVERBLOCK__RANGES"] = ranges;
        var config = File("settings.json", Ranges);
        foreach (var arguments in new string[][] { ["allow", "list"], ["status"], ["policy", "show"], ["doctor"] })
        {
            var run = await Json([.. arguments, "--config", config]);
            Assert.Contains(
                "warning: NeverBlock:Ranges: the list of the environment (SHIELD_NEVERBLOCK__RANGES)",
                run.Error,
                StringComparison.Ordinal
            );
            Assert.Contains($"leaves out {left}: ", run.Error, StringComparison.Ordinal);
            Assert.True(
                arguments[0] is not ("policy" or "doctor") || run.Output.Contains($"leaves out {left}: ", StringComparison.Ordinal),
                run.Output
            );
        }
    }

    [Fact]
    public async Task Is_not_a_list_that_covers_as_much_in_other_words()
    {
        Environment["SHIELD_NEVERBLOCK__RANGES"] = "198.51.0.0/16,203.0.113.0/25,203.0.113.128/25";
        var run = (await Json("policy", "show", "--config", File("settings.json", Ranges))).Expect(0);
        Assert.DoesNotContain("warning", run.Error, StringComparison.Ordinal);
        var row = run.Json.AsArray().Single(row => (string)row!["key"]! is "NeverBlock:Ranges")!;
        Assert.Contains("a list is taken whole from the strongest place", (string)row["remark"]!, StringComparison.Ordinal);
    }

    private static ShieldSettings Of(string path, Dictionary<string, string> environment, string[] assignments) =>
        ShieldSettings.From(SettingLayer.Read(path, environment, assignments), needsPce: false);
}
