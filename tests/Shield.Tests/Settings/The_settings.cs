using Shield.Aws.DynamoDb;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Hosting.Settings;

namespace Shield.Tests.Settings;

public sealed class The_settings : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shield-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Have_the_contracts_defaults()
    {
        var settings = Read("{}", needsPce: false);
        Assert.Equal(
            (6_000, 12_000, 6_000, 400),
            (settings.AddPerRun, settings.AddPerDay, settings.Pce.MaxEntries, settings.Pce.RequestsPerMinute)
        );
        Assert.Equal(
            (24, 64, 1.0, Autonomy.Act),
            (settings.Policy.WidestV4, settings.Policy.WidestV6, settings.Policy.MinimumSeverity, settings.Policy.Autonomy)
        );
        Assert.Equal(
            (1 << 20, TimeSpan.FromMinutes(15), Path.Combine(_folder, "shield.db")),
            (settings.MaxRecordBytes, settings.Pce.ForeignDraftWait, settings.LedgerPath)
        );
        Assert.Equal(
            (24, 72, 168, 720),
            (
                settings.Policy.Lives.Low.TotalHours,
                settings.Policy.Lives.Medium.TotalHours,
                settings.Policy.Lives.High.TotalHours,
                settings.Policy.Lives.Critical.TotalHours
            )
        );
    }

    [Fact]
    public void Come_from_the_file_then_the_environment_then_the_command_line()
    {
        var file = """{"Limits":{"AddPerRun":1,"AddPerDay":1},"Policy":{"MinimumSeverity":1}}""";
        var settings = Read(
            file,
            needsPce: false,
            new() { ["SHIELD_LIMITS__ADDPERDAY"] = "2", ["SHIELD_POLICY__MINIMUMSEVERITY"] = "2" },
            "Policy:MinimumSeverity=3"
        );
        Assert.Equal((1, 2, 3.0), (settings.AddPerRun, settings.AddPerDay, settings.Policy.MinimumSeverity));
    }

    [Fact]
    public void Take_a_list_whole_from_the_strongest_place()
    {
        var settings = Read(
            """{"NeverBlock":{"Ranges":["198.51.100.0/24","203.0.113.0/24"]}}""",
            needsPce: false,
            new() { ["SHIELD_NEVERBLOCK__RANGES__0"] = "192.0.2.0/24" }
        );
        Assert.Equal("192.0.2.0/24", Assert.Single(settings.NeverBlock).ToString());
        Assert.Equal(2, Read("{}", needsPce: false, [], "NeverBlock:Ranges=198.51.100.0/24, 203.0.113.0/24").NeverBlock.Length);
    }

    [Fact]
    public void Say_every_fault_at_once()
    {
        var faults = FaultsOf(
            """{"Limits":{"AddPerRun":"many"},"Policy":{"Life":{"Low":"1 day"},"Autonomy":"2"},"NeverBlock":{"Ranges":["10.0.0.1/8","0.0.0.0/0"]}}""",
            needsPce: true
        );
        Assert.Equivalent(
            new[]
            {
                "Pce:Url",
                "Pce:OrgId",
                "Pce:ApiKey",
                "Pce:ApiSecret",
                "Pce:OwnerId",
                "Limits:AddPerRun",
                "Policy:Life:Low",
                "Policy:Autonomy",
                "NeverBlock:Ranges",
                "NeverBlock:Ranges",
            },
            faults.Select(fault => fault.Split(": ")[0]),
            strict: true
        );
        Assert.Contains(faults, fault => fault.Contains("10.0.0.0/8", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"Pce":{"OwnreId":"x"}}""", "Pce:OwnreId: is no setting", "did you mean Pce:OwnerId?")]
    [InlineData("""{"Polcy":{"Autonomy":"act"}}""", "Polcy:Autonomy: is no setting", "did you mean Policy:Autonomy?")]
    [InlineData("""{"Pce":{"Scope":{"env":"prod"}}}""", "Pce:Scope:env: is no setting", "did you mean Pce:Scope?")]
    [InlineData("""{"Zzzzzzzzzzzz":1}""", "Zzzzzzzzzzzz: is no setting", "")]
    public void Refuse_an_unknown_key_with_a_suggestion(string file, string fault, string suggestion)
    {
        var said = Assert.Single(FaultsOf(file, needsPce: false));
        Assert.StartsWith(fault, said, StringComparison.Ordinal);
        Assert.EndsWith(suggestion, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SHIELD_PCE__OWNREID", "SHIELD_PCE__OWNERID")]
    [InlineData("SHIELD_PCE_OWNERID", "SHIELD_PCE__OWNERID")]
    public void Refuse_a_mistyped_variable_by_its_own_name(string variable, string meant)
    {
        var said = Assert.Single(FaultsOf("{}", needsPce: false, new() { [variable] = "x" }));
        Assert.StartsWith($"{variable}: ", said, StringComparison.Ordinal);
        Assert.Contains(meant, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Leave_other_variables_alone() =>
        Read(
            "{}",
            needsPce: false,
            new()
            {
                ["SHIELD_WHO"] = "ann",
                ["SHIELD_SHARED"] = "/x",
                ["PATH"] = "/bin",
            }
        );

    [Theory]
    [InlineData("30d")]
    [InlineData("743h")]
    [InlineData("3651d")]
    [InlineData("-90d")]
    [InlineData("for ever")]
    public void Refuse_to_forget_who_may_still_return(string retention) =>
        Assert.Equal(
            "Ledger:Retention: must be a number with s, m, h or d, such as 15m, 24h or 7d, at least 31d and at most 3650d",
            Assert.Single(FaultsOf("{}", needsPce: false, [], $"Ledger:Retention={retention}"))
        );

    [Fact]
    public void Say_how_long_evidence_is_kept()
    {
        Assert.Equal(TimeSpan.FromDays(90), Read("{}", needsPce: false).Retention);
        var settings = Read(
            """{"Ledger":{"Kind":"dynamodb","Table":"shield","Retention":"31d"},"Pce":{"OwnerId":"prod"}}""",
            needsPce: false
        );
        Assert.Equal((TimeSpan.FromDays(31), TimeSpan.FromDays(31)), (settings.Retention, settings.LedgerTable!.Retention));
    }

    [Fact]
    public void Accept_a_window_that_binds_no_command() => Read("{}", needsPce: false, [], "Reconcile:Window=5s");

    [Fact]
    public void Name_a_table_for_a_ledger_in_DynamoDB()
    {
        var settings = Read(
            """{"Ledger":{"Kind":"DynamoDB","Table":"shield","Region":"eu-west-1"},"Pce":{"OwnerId":"prod"}}""",
            needsPce: false
        );
        Assert.Equal(new LedgerPlace { Table = "shield", Owner = "prod" }, settings.LedgerTable);
        Assert.Equal("eu-west-1", settings.LedgerRegion);
        Assert.Null(Read("{}", needsPce: false).LedgerTable);
    }

    [Fact]
    public void Want_table_and_owner_for_a_ledger_in_DynamoDB() =>
        Assert.Equal(
            ["Ledger:Table", "Pce:OwnerId"],
            FaultsOf("{}", needsPce: false, [], "Ledger:Kind=dynamodb")
                .Select(fault => fault.Split(':', 3))
                .Select(parts => $"{parts[0]}:{parts[1]}")
        );

    [Fact]
    public void Have_a_policy_for_each_account_that_differs()
    {
        var file = """{"Policy":{"Accounts":{"111122223333":{"Autonomy":"Ask"},"444455556666":{"MinimumSeverity":7}}}}""";
        var policy = Read(
            file,
            needsPce: false,
            new() { ["SHIELD_POLICY__ACCOUNTS__111122223333__MINIMUMSEVERITY"] = "4" },
            "Policy:Accounts:444455556666:MinimumSeverity=8"
        ).Policy;
        Assert.Equal(new AccountPolicy { Autonomy = Autonomy.Ask, MinimumSeverity = 4 }, policy.Accounts["111122223333"]);
        Assert.Equal(new AccountPolicy { MinimumSeverity = 8 }, policy.Accounts["444455556666"]);
        Assert.Equal(
            (Autonomy.Ask, 8.0, 1.0),
            (policy.AutonomyIn("111122223333"), policy.MinimumSeverityIn("444455556666"), policy.MinimumSeverityIn("777788889999"))
        );
    }

    [Fact]
    public void Name_files_of_soft_never_block()
    {
        var file = """
            {"NeverBlock":{"Files":[
              {"Name":"aws","Path":"ip-ranges.json","Format":"aws-ip-ranges"},
              {"Name":"cdn","Path":"ip-ranges.json","Format":"aws-ip-ranges","Kind":"front-door","Services":["CLOUDFRONT","S3"]},
              {"Name":"top","Path":"top.json","Format":"misp","Kind":"top-site"}]}}
            """;
        var files = Read(file, needsPce: false).NeverBlockFiles;
        Assert.Equal(["aws", "cdn", "top"], files.Select(soft => soft.Name));
        Assert.Equal([null, SoftKind.FrontDoor, SoftKind.TopSite], files.Select(soft => soft.Kind));
        Assert.Equal(["CLOUDFRONT", "S3"], files[1].Services);

        // A list of another layer takes the place of all of it.
        var other = Read(
            file,
            needsPce: false,
            [],
            "NeverBlock:Files:0:Name=x",
            "NeverBlock:Files:0:Path=x.txt",
            "NeverBlock:Files:0:Format=plain",
            "NeverBlock:Files:0:Kind=sinkhole"
        ).NeverBlockFiles;
        Assert.Equal("x.txt", Assert.Single(other).Path);
        Assert.Empty(Read("""{"NeverBlock":{"Files":[]}}""", needsPce: false).NeverBlockFiles);
    }

    [Theory]
    [InlineData("""{"NeverBlock":{"Files":[{"Name":"x","Path":"x","Format":"plain"}]}}""", "NeverBlock:Files:0:Kind: is required")]
    [InlineData("""{"NeverBlock":{"Files":[{"Name":"x","Format":"plain","Kind":"sinkhole"}]}}""", "NeverBlock:Files:0:Path: is required")]
    [InlineData("""{"NeverBlock":{"Files":[{"Path":"x","Format":"plain","Kind":"sinkhole"}]}}""", "NeverBlock:Files:0:Name: is required")]
    [InlineData(
        """{"NeverBlock":{"Files":[{"Name":"x","Path":"x","Kind":"sinkhole"}]}}""",
        "NeverBlock:Files:0:Format: is required: aws-ip-ranges or misp or plain"
    )]
    [InlineData(
        """{"NeverBlock":{"Files":[{"Name":"X y","Path":"x","Format":"plain","Kind":"sinkhole"}]}}""",
        "NeverBlock:Files:0:Name: must be"
    )]
    [InlineData(
        """{"NeverBlock":{"Files":[{"Name":"x","Path":"x","Format":"plain","Kind":"door"}]}}""",
        "NeverBlock:Files:0:Kind: must be front-door or open-resolver or rentable or sinkhole or top-site"
    )]
    [InlineData(
        """{"NeverBlock":{"Files":[{"Name":"x","Path":"x","Format":"misp","Kind":"sinkhole","Services":["S3"]}]}}""",
        "NeverBlock:Files:0:Services: only Amazon's file has services"
    )]
    [InlineData(
        """{"NeverBlock":{"Files":[{"Name":"x","Path":"x","Format":"aws-ip-ranges","Services":["S3"]}]}}""",
        "NeverBlock:Files:0:Services: needs a Kind"
    )]
    [InlineData(
        """{"NeverBlock":{"Files":[{"Name":"x","Path":"x","Format":"aws-ip-ranges","Kind":"top-site"}]}}""",
        "NeverBlock:Files:0:Kind: must be about addresses"
    )]
    [InlineData(
        """{"NeverBlock":{"Files":[{"Name":"x","Path":"x","Format":"plain","Kind":"sinkhole","Url":"x"}]}}""",
        "NeverBlock:Files:0:Url: is no setting"
    )]
    [InlineData("""{"NeverBlock":{"Files":["/etc/partners.txt"]}}""", "NeverBlock:Files:0: is no setting")]
    [InlineData("""{"NeverBlock":{"Files":"/etc/partners.txt"}}""", "NeverBlock:Files: is a list of sections")]
    [InlineData("""{"Policy":{"Accounts":["111122223333"]}}""", "Policy:Accounts:0: is no setting")]
    [InlineData("""{"Policy":{"Accounts":{"1234":{"Autonomy":"ask"}}}}""", "Policy:Accounts:1234:Autonomy: is no setting")]
    [InlineData(
        """{"Policy":{"Accounts":{"111122223333":{"Autonomy":"2"}}}}""",
        "Policy:Accounts:111122223333:Autonomy: must be act or ask or observe"
    )]
    [InlineData(
        """{"Policy":{"Accounts":{"111122223333":{"MinimumSeverity":11}}}}""",
        "Policy:Accounts:111122223333:MinimumSeverity: must be a number from 0 to 10"
    )]
    public void Refuse_a_wrong_section_and_say_what_is_wrong_with_it(string file, string fault) =>
        Assert.Contains(FaultsOf(file, needsPce: false), said => said.StartsWith(fault, StringComparison.Ordinal));

    [Fact]
    public void Refuse_two_files_of_one_name() =>
        Assert.Contains(
            "two files are called 'x'",
            Assert.Single(
                FaultsOf(
                    """{"NeverBlock":{"Files":[{"Name":"x","Path":"a","Format":"plain","Kind":"sinkhole"},{"Name":"x","Path":"b","Format":"plain","Kind":"sinkhole"}]}}""",
                    needsPce: false
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Never_show_the_secret()
    {
        var options = new[] { "Pce:ApiSecret=hunter2\n", "Pce:Url=https://x:hunter2@pce.example.com" };
        Assert.All(FaultsOf("{}", needsPce: true, [], options), fault => Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal));
        Assert.Equal("***", Read("{}", needsPce: false, [], "Pce:ApiSecret=hunter2").Pce.ApiSecret!.ToString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1,2]")]
    [InlineData("")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Name_a_file_that_is_none(string content)
    {
        var said = Assert.Single(FaultsOf(content, needsPce: false));
        Assert.Contains(Path.Combine(_folder, "shield.json"), said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api_mine", null)]
    [InlineData("", "api_other")]
    public void Take_no_second_key_from_a_weaker_place_than_the_first(string ownKey, string? second)
    {
        var file = SettingLayer.OfAssignments([
            "Pce:ApiKey=api_one",
            "Pce:ApiSecret=one",
            "Pce:SecondApiKey=api_other",
            "Pce:SecondApiSecret=other",
        ]);
        var environment = SettingLayer.OfEnvironment(new Dictionary<string, string> { ["SHIELD_PCE__APIKEY"] = ownKey });

        Assert.Equal(second, ShieldSettings.From([file, environment], needsPce: false).Pce.SecondApiKey);
    }

    [Fact]
    public void Name_a_file_that_is_missing()
    {
        var fault = Assert.Throws<SettingsException>(() =>
            SettingLayer.Read(Path.Combine(_folder, "none.json"), new Dictionary<string, string>(), [])
        );
        Assert.Contains("none.json", Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2s", 2)]
    [InlineData("15m", 900)]
    [InlineData("24h", 86_400)]
    [InlineData("7d", 604_800)]
    public void Spell_durations_as_people_do(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
        Assert.True(Duration.TryParse(Duration.ToText(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("1w")]
    [InlineData("7 d")]
    [InlineData("99999999d")]
    [InlineData("٣d")]
    public void Refuse_any_other_duration(string text) => Assert.False(Duration.TryParse(text, out _));

    private ShieldSettings Read(string file, bool needsPce, Dictionary<string, string>? environment = null, params string[] assignments)
    {
        var path = Path.Combine(_folder, "shield.json");
        File.WriteAllText(path, file);
        return ShieldSettings.From(SettingLayer.Read(path, environment ?? [], assignments), needsPce);
    }

    private System.Collections.Immutable.ImmutableArray<string> FaultsOf(
        string file,
        bool needsPce,
        Dictionary<string, string>? environment = null,
        params string[] assignments
    ) => Assert.Throws<SettingsException>(() => Read(file, needsPce, environment, assignments)).Faults;
}
