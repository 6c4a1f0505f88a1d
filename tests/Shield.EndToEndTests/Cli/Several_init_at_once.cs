using System.Globalization;

namespace Shield.EndToEndTests.Cli;

/// <summary>A dozen <c>init</c> of one owner: what one makes the others find, and none of them takes another for a stranger.</summary>
public sealed class Several_init_at_once : CliTest
{
    private const int Dozen = 12;

    [Fact]
    public async Task All_succeed_with_one_policy_version_where_they_share_a_ledger()
    {
        (await Json("ingest", File("findings.json", FindingText.BruteForce("45.95.11.7")))).Expect(0);
        var before = (await Admin.Get("/sec_policy")).AsArray().Count;

        var runs = await Task.WhenAll(Enumerable.Range(0, Dozen).Select(_ => Json("init", "--apply")));

        Assert.All(runs, run => run.Expect(0));
        Assert.Single(runs, run => (bool)run.Json["applied"]!);
        Assert.Equal(before + 1, (await Admin.Get("/sec_policy")).AsArray().Count);
        await AssertInstalledOnce();
    }

    [Fact]
    public async Task Make_nothing_twice_where_there_is_no_ledger_yet()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, Dozen).Select(_ => Json("init", "--apply")));

        Assert.All(runs, run => run.Expect(0));
        Assert.False(System.IO.File.Exists(Ledger));
        await AssertInstalledOnce();
    }

    [Fact]
    public async Task Make_nothing_twice_where_they_share_no_ledger()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, Dozen).Select(i => Json("init", "--apply", "--set", LedgerOf(i))));

        Assert.All(runs, run => run.Expect(0));
        await AssertInstalledOnce();
    }

    [Fact]
    public async Task Narrow_the_same_rules_where_they_share_no_ledger()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";

        var runs = await Task.WhenAll(
            Enumerable.Range(0, Dozen).Select(i => Json("init", "--apply", "--all-any-rules", "--set", LedgerOf(i)))
        );

        Assert.All(runs, run => run.Expect(0));
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.Equal(2, (await Admin.Get("/sec_policy/active/ip_lists?external_data_set=guardduty-shield")).AsArray().Count);
        Assert.Equal(["ours", "ours", "ours"], (await Json("init")).Json["rules"]!.AsArray().Select(rule => (string)rule!["uses"]!));
    }

    [Fact]
    public async Task Narrow_the_rules_once_in_exclusion_mode()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";

        var runs = await Task.WhenAll(Enumerable.Range(0, Dozen).Select(_ => Json("init", "--apply", "--all-any-rules")));

        Assert.All(runs, run => run.Expect(0));
        Assert.Single(runs, run => (bool)run.Json["applied"]!);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    private string LedgerOf(int number) => string.Create(CultureInfo.InvariantCulture, $"Ledger:Path={PathOf($"{number}.db")}");

    private async Task AssertInstalledOnce()
    {
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.Equal(2, (await Admin.Get("/sec_policy/active/ip_lists?external_data_set=guardduty-shield")).AsArray().Count);
        var ruleSet = Assert.Single((await Admin.Get("/sec_policy/active/rule_sets?external_data_set=guardduty-shield")).AsArray())!;
        Assert.Equal(2, ruleSet["deny_rules"]!.AsArray().Count);
    }
}
