using System.Text.Json.Nodes;
using Shield.Operating.Doctor;
using static Shield.EndToEndTests.Cli.Examined;

namespace Shield.EndToEndTests.Cli;

/// <summary>Self-hosted: one way for each of the doctor's checks to warn or fail.</summary>
public sealed class The_doctor : CliTest
{
    private const string Attacker = "45.83.64.1";

    [Fact]
    public async Task Finds_nothing_that_fails_where_all_is_well()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);

        var run = (await Json("doctor")).Expect(0);

        Assert.True((bool)run.Json["ok"]!);
        Assert.Empty(Named(run, "fail"));
        Assert.Empty(Named(run, "warn"));
        Assert.Equal(["pce-certificate", "pce-key-age"], Named(run, "skip"));
        Assert.Contains("policy version", Detail(run, "pce-permissions"), StringComparison.Ordinal);
        Assert.All(
            [
                "ledger",
                "findings-arriving",
                "lease",
                "last-reconcile",
                "lists",
                "rules-inbound",
                "rules-outbound",
                "deny-rules",
                "list-uses",
                "capacity",
                "reach-inbound",
                "reach-outbound",
            ],
            name => Assert.Equal("pass", Answer(run, name))
        );
    }

    [Fact]
    public async Task Writes_nothing()
    {
        (await Initialise()).Expect(0);
        Pce.ClearCalls();
        (await Json("doctor")).Expect(0);

        Assert.All(Pce.Calls, call => Assert.Equal("GET", call.Method));
        Assert.False(System.IO.File.Exists(Ledger));
    }

    [Fact]
    public async Task Says_in_text_what_to_do_about_each_line()
    {
        var text = (await Text("doctor")).Expect(1).Output;

        Assert.Matches(@"(?m)^fail  lists\s+nothing can be written", text);
        Assert.Contains("shield init --apply", text, StringComparison.Ordinal);
        Assert.Contains("check(s) fail", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_on_a_PCE_where_nothing_of_ours_stands()
    {
        var run = (await Json("doctor")).Expect(1);

        Assert.False((bool)run.Json["ok"]!);
        Assert.Equal(["lists", "reach-inbound", "reach-outbound", "rules-inbound", "rules-outbound"], Named(run, "fail").Order());
    }

    [Fact]
    public async Task Fails_where_the_PCE_is_not_configured_and_still_looks_at_the_rest()
    {
        Environment["SHIELD_PCE__APIKEY"] = null;
        Environment["SHIELD_PCE__URL"] = null;

        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("fail", Answer(run, "settings"));
        Assert.Contains("Pce:ApiKey", Detail(run, "settings"), StringComparison.Ordinal);
        Assert.Equal("skip", Answer(run, "pce-answers"));
        Assert.Equal("pass", Answer(run, "ledger"));
    }

    [Fact]
    public async Task Fails_where_the_ledger_cannot_be_read_and_still_looks_at_the_PCE()
    {
        (await Initialise()).Expect(0);
        File("shield.db", "this is no database");

        var run = (await Json("doctor")).Expect(1);

        Assert.Equal(["ledger"], Named(run, "fail"));
        Assert.Equal("pass", Answer(run, "pce-credentials"));
        Assert.Equal("skip", Answer(run, "lists"));
    }

    [Fact]
    public async Task Warns_where_no_finding_ever_came_in()
    {
        (await Initialise()).Expect(0);
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal(["findings-arriving"], Named(run, "warn"));
        Assert.Contains("shield ingest", Remedy(run, "findings-arriving"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_where_none_came_in_for_more_than_a_day()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal("warn", Answer(await Json("doctor"), "findings-arriving"));
    }

    [Fact]
    public async Task Warns_where_the_clocks_differ()
    {
        (await Initialise()).Expect(0);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "pce-clock"));
        Assert.Contains("behind ours", Detail(run, "pce-clock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_where_nobody_answers()
    {
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal(["pce-answers"], Named(run, "fail"));
        Assert.Equal(("skip", "skip"), (Answer(run, "lists"), Answer(run, "reach")));
    }

    [Fact]
    public async Task Warns_of_a_certificate_that_is_about_to_end()
    {
        await using var server = await HttpsServer.StartAsync("[]", Cancellation);
        Environment["SHIELD_PCE__URL"] = server.Url;
        Environment["SHIELD_PCE__CABUNDLE"] = server.Authority;
        var trusted = await Json("doctor");
        Environment["SHIELD_PCE__CABUNDLE"] = null;
        var strange = (await Json("doctor")).Expect(1);

        Assert.Equal(("warn", "pass"), (Answer(trusted, "pce-certificate"), Answer(trusted, "pce-answers")));
        Assert.Contains("in 0 day(s)", Detail(trusted, "pce-certificate"), StringComparison.Ordinal);
        Assert.Equal(("fail", "fail"), (Answer(strange, "pce-certificate"), Answer(strange, "pce-answers")));
        Assert.Contains("Pce:CaBundle", Remedy(strange, "pce-answers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_a_deny_rule_that_uses_our_exclusion_list()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        (await Initialise()).Expect(0);
        var list = await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner exclusion inbound");
        await AddRule("deny_rules", "Everybody out", list, isEnabled: true);
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal(("fail", "fail", "fail"), (Answer(run, "list-uses"), Answer(run, "lists"), Answer(run, "rules-inbound")));
        Assert.Contains("Everybody out", Detail(run, "list-uses"), StringComparison.Ordinal);
        Assert.Contains("at once", Remedy(run, "rules-inbound"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_of_another_owners_entry_on_our_list()
    {
        (await Initialise()).Expect(0);
        var list = await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner deny inbound");
        await Append(list, "45.83.64.9", "gds1|another-owner|operator|abcdef01|2026-11-01");
        await Admin.Provision(list);
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "others-entries"));
        Assert.Contains("another-owner", Detail(run, "others-entries"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_where_the_key_is_refused()
    {
        Environment["SHIELD_PCE__APIKEY"] = "api_wrong";
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal(["pce-credentials"], Named(run, "fail"));
        Assert.Equal("pass", Answer(run, "pce-answers"));
    }

    [Fact]
    public async Task Fails_in_a_wrong_organisation()
    {
        Environment["SHIELD_PCE__ORGID"] = "7";
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("pass", Answer(run, "pce-credentials"));
        Assert.Equal(["pce-permissions"], Named(run, "fail"));
        Assert.Contains("Pce:OrgId", Remedy(run, "pce-permissions"), StringComparison.Ordinal);
        Assert.Contains(RightsText.Needed, Remedy(run, "pce-permissions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_the_key_needs_before_anything_was_written_with_it()
    {
        var run = await Json("doctor");

        Assert.Equal("skip", Answer(run, "pce-permissions"));
        Assert.Contains($"{RightsText.Needed} ({RightsText.Page})", Remedy(run, "pce-permissions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_where_a_rule_is_disabled()
    {
        (await Initialise()).Expect(0);
        await Change("/sec_policy/draft/rule_sets", "GuardDuty Shield test-owner", new JsonObject { ["enabled"] = false });
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("fail", Answer(run, "rules-inbound"));
        Assert.Contains("Shield never does", Remedy(run, "rules-inbound"), StringComparison.Ordinal);
        Assert.Equal("fail", Answer(run, "reach-inbound"));
    }

    [Fact]
    public async Task Fails_where_a_list_was_deleted()
    {
        (await Initialise()).Expect(0);
        var ruleSet = await Find("/sec_policy/draft/rule_sets", "GuardDuty Shield test-owner");
        await Admin.Delete(ruleSet);
        await Admin.Provision(ruleSet);
        var list = await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner deny inbound");
        await Admin.Delete(list);
        await Admin.Provision(list);
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("fail", Answer(run, "lists"));
        Assert.Contains("inbound", Detail(run, "lists"), StringComparison.Ordinal);
        Assert.Contains("shield init --apply", Remedy(run, "lists"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "fail")]
    [InlineData(false, "warn")]
    public async Task Names_an_allow_rule_that_uses_our_deny_list(bool isEnabled, string answer)
    {
        (await Initialise()).Expect(0);
        var list = await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner deny inbound");
        await AddRule("sec_rules", "Partners of ours", list, isEnabled);
        var run = (await Json("doctor")).Expect(isEnabled ? 1 : 0);

        Assert.Equal(answer, Answer(run, "list-uses"));
        Assert.Contains("Partners of ours", Detail(run, "list-uses"), StringComparison.Ordinal);
        Assert.Contains("deny inbound", Detail(run, "list-uses"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_a_deny_rule_of_somebody_else_that_uses_our_list()
    {
        (await Initialise()).Expect(0);
        var list = await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner deny inbound");
        await AddRule("deny_rules", "Also theirs", list, isEnabled: true);
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "list-uses"));
        Assert.Contains("Also theirs", Detail(run, "list-uses"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_of_an_unprovisioned_edit_of_somebody_else()
    {
        (await Initialise()).Expect(0);
        var list = await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner deny inbound");
        await Append(list, "198.18.7.9");
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "others-edits"));
        Assert.Contains("198.18.7.9", Detail(run, "others-edits"), StringComparison.Ordinal);
        Assert.Equal("warn", Answer(run, "others-entries"));
    }

    [Fact]
    public async Task Warns_of_orphans_of_a_lost_ledger()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        Environment["SHIELD_LEDGER__PATH"] = PathOf("new.db");
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "orphans"));
        Assert.Contains(Attacker, Detail(run, "orphans"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_where_somebody_paused_it()
    {
        (await Initialise()).Expect(0);
        var list = await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner deny inbound");
        await Admin.Put(list, new JsonObject { ["description"] = "PAUSED by ann at 2026-11-24T10:00Z: change freeze" });
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "writing"));
        Assert.Contains("change freeze", Detail(run, "writing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_where_it_only_observes()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_POLICY__AUTONOMY"] = "observe";

        Assert.Equal("warn", Answer((await Json("doctor")).Expect(0), "writing"));
    }

    [Fact]
    public async Task Warns_where_nine_tenths_of_the_room_are_taken()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        Environment["SHIELD_PCE__MAXENTRIES"] = "1";
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "capacity"));
        Assert.Contains("1 of 1 entries", Detail(run, "capacity"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_where_the_rule_set_has_no_deny_rules_and_the_mode_needs_them()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal(("pass", "fail"), (Answer(run, "deny-rules"), Answer(run, "lists")));
        Assert.Contains("deny mode", Detail(run, "lists"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_where_the_scope_is_another_one()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_PCE__SCOPE"] = "env=prod";
        Assert.Equal("warn", Answer(await Json("doctor"), "scope"));
    }

    [Fact]
    public async Task Fails_where_a_never_block_file_cannot_be_read()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_NEVERBLOCK__FILES__0__NAME"] = "doors";
        Environment["SHIELD_NEVERBLOCK__FILES__0__PATH"] = PathOf("doors.txt");
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = "plain";
        Environment["SHIELD_NEVERBLOCK__FILES__0__KIND"] = "front-door";
        var missing = (await Json("doctor")).Expect(1);
        File("doors.txt", "198.18.0.0/15");
        System.IO.File.SetLastWriteTimeUtc(PathOf("doors.txt"), Clock.GetUtcNow().UtcDateTime.AddDays(-31));
        var old = (await Json("doctor")).Expect(0);

        Assert.Equal(["never-block-doors"], Named(missing, "fail"));
        Assert.Equal("warn", Answer(old, "never-block-doors"));
        Assert.Contains("never-block refresh doors", Remedy(old, "never-block-doors"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_where_a_holder_of_the_lease_died()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        await using (var ledger = await Shield.Sqlite.SqliteLedger.OpenAsync(Ledger, Cancellation))
        {
            var dead = new Shield.Core.Ledger.LeaseHolder("another-host", "boot", 7, Clock.GetUtcNow());
            Assert.NotNull(
                await ledger.TryTakeLeaseAsync(
                    await ledger.ReadLeaseAsync(Cancellation),
                    dead,
                    Clock.GetUtcNow().AddSeconds(-1),
                    Cancellation
                )
            );
        }

        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "lease"));
        Assert.Contains("another-host", Detail(run, "lease"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_a_sample_sees_it_active_takes_it_off_and_tells_the_time_of_each_stage()
    {
        (await Initialise()).Expect(0);
        Pce.ClearCalls();
        var run = (await Json("doctor", "--send-sample")).Expect(0);

        Assert.All(
            ["sample-recorded", "sample-active", "sample-off"],
            stage => Assert.Matches(@"^198\.51\.100\.0 .* after [0-9]+\.[0-9] s$", Detail(run, stage))
        );
        Assert.Equal(2, Pce.Calls.Count(call => call.Method is "PUT"));
        Assert.Empty(await Listed("draft"));
        Assert.Empty(await Listed());
        (await Json("apply")).Expect(0);
        Assert.Empty(await Listed());
        var explained = (await Json("explain", "198.51.100.0")).Expect(0).Json;
        Assert.Equal("suppressed", (string)explained["reason"]!);
        Assert.Equal("ann@test", (string)explained["acts"]!.AsArray().Single()!["who"]!);
        // It is no finding of GuardDuty's, and the next one takes another address.
        var next = (await Json("doctor", "--send-sample")).Expect(0);
        Assert.Equal("warn", Answer(next, "findings-arriving"));
        Assert.StartsWith("198.51.100.1 ", Detail(next, "sample-active"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("observe")]
    [InlineData("ask")]
    public async Task Sends_no_sample_where_nothing_may_be_written_alone(string autonomy)
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_POLICY__AUTONOMY"] = autonomy;
        Pce.ClearCalls();
        var run = (await Json("doctor", "--send-sample")).Expect(0);

        Assert.Equal("skip", Answer(run, "sample-recorded"));
        Assert.Contains(autonomy, Detail(run, "sample-recorded"), StringComparison.Ordinal);
        Assert.All(Pce.Calls, call => Assert.Equal("GET", call.Method));
    }

    [Fact]
    public async Task Sends_no_sample_where_somebody_paused_it()
    {
        (await Initialise()).Expect(0);
        await Admin.Put(
            await Find("/sec_policy/draft/ip_lists", "GuardDuty Shield test-owner deny inbound"),
            new JsonObject { ["description"] = "PAUSED by ann at 2026-11-24T10:00Z: change freeze" }
        );

        Assert.Equal("skip", Answer((await Json("doctor", "--send-sample")).Expect(0), "sample-recorded"));
    }

    [Fact]
    public async Task Sends_a_sample_that_would_end_by_itself()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        var run = (await Json("doctor", "--send-sample")).Expect(1);
        Assert.Equal(("pass", "fail", "pass"), (Answer(run, "sample-recorded"), Answer(run, "sample-active"), Answer(run, "sample-off")));
        Assert.Contains("kept-back", Detail(run, "sample-active"), StringComparison.Ordinal);

        Environment["SHIELD_LIMITS__ADDPERRUN"] = null;
        Clock.Advance(TimeSpan.FromHours(2));
        (await Json("apply")).Expect(0);
        Assert.Equal("stale", (string)(await Json("explain", "198.51.100.0")).Json["reason"]!);
        Assert.Empty(await Listed());
    }

    private async Task AddRule(string kind, string description, string list, bool isEnabled)
    {
        var ruleSet = await Find("/sec_policy/draft/rule_sets", "Shop");
        var services = (await Admin.Get("/sec_policy/draft/services?name=All%20Services")).AsArray();
        var body = new JsonObject
        {
            ["enabled"] = isEnabled,
            ["description"] = description,
            ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
            ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
            ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = (string)services[0]!["href"]! }),
            ["network_type"] = "all",
        };
        if (kind is "sec_rules")
        {
            body.Remove("network_type");
            body["resolve_labels_as"] = new JsonObject
            {
                ["providers"] = new JsonArray("workloads"),
                ["consumers"] = new JsonArray("workloads"),
            };
        }

        await Admin.Post($"{ruleSet}/{kind}", body);
        await Admin.Provision(ruleSet);
    }

    private async Task Append(string list, string address, string description = "put here by Bo")
    {
        var ranges = (await Admin.Get(list))["ip_ranges"]!
            .AsArray()
            .Select(range => new JsonObject { ["from_ip"] = (string)range!["from_ip"]!, ["description"] = (string?)range["description"] });
        await Admin.Put(
            list,
            new JsonObject
            {
                ["ip_ranges"] = new JsonArray([.. ranges, new JsonObject { ["from_ip"] = address, ["description"] = description }]),
            }
        );
    }

    private async Task Change(string collection, string name, JsonObject change)
    {
        var href = await Find(collection, name);
        await Admin.Put(href, change);
        await Admin.Provision(href);
    }

    private async Task<string> Find(string collection, string name) =>
        (string)
            (await Admin.Get(collection)).AsArray().First(found => ((string)found!["name"]!).Contains(name, StringComparison.Ordinal))![
                "href"
            ]!;
}
