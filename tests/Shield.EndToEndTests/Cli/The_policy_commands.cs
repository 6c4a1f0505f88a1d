using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

public sealed class The_policy_commands : CliTest
{
    [Fact]
    public async Task Show_every_value_with_where_it_comes_from()
    {
        Environment["SHIELD_POLICY__ACCOUNTS__111122223333__AUTONOMY"] = "ask";
        var file = File(
            "shield.json",
            """{"Policy":{"MinimumSeverity":2,"OnArchive":"withdraw"},"NeverBlock":{"Ranges":["198.51.100.0/24"]}}"""
        );
        var rows = (await Json("policy", "show", "--config", file, "--set", "Policy:MinimumSeverity=4"))
            .Expect(0)
            .Json.AsArray()
            .ToDictionary(row => (string)row!["key"]!, row => ((string)row!["value"]!, (string)row["origin"]!, (string?)row["place"]));
        Assert.Equal(("4.0", "flag", null), rows["Policy:MinimumSeverity"]);
        Assert.Equal(("withdraw", "file", file), rows["Policy:OnArchive"]);
        Assert.Equal(
            ("ask", "environment", "SHIELD_POLICY__ACCOUNTS__111122223333__AUTONOMY"),
            rows["Policy:Accounts:111122223333:Autonomy"]
        );
        Assert.Equal(("7d", "default", null), rows["Policy:Life:High"]);
        Assert.Equal(("198.51.100.0/24", "file", file), rows["NeverBlock:Ranges"]);
        Assert.DoesNotContain("Secret", (await Text("policy", "show")).Expect(0).Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Show_every_setting_but_the_secrets_and_what_stands_in_a_section_of_its_own()
    {
        var shown = (await Json("policy", "show")).Expect(0).Json.AsArray().Select(row => (string)row!["key"]!).ToHashSet();
        var expected = Shield
            .Hosting.Settings.SettingTable.All.Where(setting => !setting.IsSecret)
            .Select(setting => setting.Name)
            .Where(key => !key.Contains('<', StringComparison.Ordinal));
        Assert.Superset(expected.ToHashSet(), shown);
    }

    [Fact]
    public async Task Check_another_policy_against_what_the_ledger_knows_and_write_nothing()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        var other = File(
            "other.json",
            """{"Policy":{"Autonomy":"ask"},"NeverBlock":{"Ranges":["45.83.64.2"]},"Pce":{"OwnerId":"somebody-else"}}"""
        );
        var answer = (await Json("policy", "check", other)).Expect(0).Json;
        Assert.Equal(2, (int)answer["indicators"]!);
        var changes = answer["changed"]!
            .AsArray()
            .Where(row => (string)row!["direction"]! is "inbound")
            .ToDictionary(row => (string)row!["indicator"]!, row => $"{Said(row!["before"]!)} > {Said(row["after"]!)}");
        Assert.Equal("block brute-force > hold ask", changes["45.83.64.1"]);
        Assert.Equal("block brute-force > ignore allowlisted", changes["45.83.64.2"]);
        Assert.Equal(["45.83.64.1", "45.83.64.2"], (await Listed()).Order(StringComparer.Ordinal));
        Assert.Empty(
            (await Json("policy", "check", File("same.json", """{"Policy":{"Autonomy":"act"}}"""))).Expect(0).Json["changed"]!.AsArray()
        );

        static string Said(JsonNode row) => $"{row["verdict"]} {row["reason"]}";
    }

    [Fact]
    public async Task Check_it_against_findings_in_a_file_as_of_the_newest_of_them()
    {
        var old = File("old.json", FindingText.BruteForce("45.83.64.1", seen: Clock.GetUtcNow().AddDays(-200)), "{\"broken\":");
        var answer = (await Json("policy", "check", File("other.json", """{"Policy":{"Life":{"Low":"48h"}}}"""), "--findings", old))
            .Expect(4)
            .Json;
        var change = Assert.Single(answer["changed"]!.AsArray())!;
        Assert.Equal(("block", "block"), ((string)change["before"]!["verdict"]!, (string)change["after"]!["verdict"]!));
        Assert.Equal(TimeSpan.FromHours(24), (DateTimeOffset)change["after"]!["until"]! - (DateTimeOffset)change["before"]!["until"]!);
        Assert.False(System.IO.File.Exists(Ledger));
    }

    [Fact]
    public async Task Refuse_a_policy_with_faults_and_name_a_file_that_is_missing()
    {
        Assert.Equal(
            "settings",
            (await Json("policy", "check", File("bad.json", """{"Policy":{"Autonomy":"perhaps"}}"""))).Expect(1).ErrorCode
        );
        Assert.Equal("settings", (await Json("policy", "check", PathOf("none.json"))).Expect(1).ErrorCode);
        Assert.Equal(
            "unreadable",
            (await Json("policy", "check", File("ok.json", "{}"), "--findings", PathOf("none.json"))).Expect(1).ErrorCode
        );
    }
}
