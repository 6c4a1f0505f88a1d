using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;

namespace Shield.EndToEndTests.Pce;

public sealed class A_reading_of_the_PCE : PceTest
{
    [Fact]
    public async Task Takes_three_requests()
    {
        await Install();
        Pce.ClearCalls();

        await Illumio.ReadAsync(Cancellation);

        Assert.Equal(
            [
                "GET sec_policy/draft/ip_lists",
                "GET sec_policy/active/ip_lists",
                "GET sec_policy/draft/rule_sets?external_data_set=guardduty-shield",
            ],
            Requests
        );
    }

    [Fact]
    public async Task Takes_one_request_for_what_is_active()
    {
        await Install();
        Pce.ClearCalls();

        Assert.Equal(2, (await Illumio.ReadActiveAsync(Cancellation)).Length);
        Assert.Single(Requests);
    }

    [Fact]
    public async Task Finds_nothing_on_a_PCE_without_us()
    {
        var view = await Illumio.ReadAsync(Cancellation);

        Assert.Empty(view.Draft);
        Assert.Empty(view.Active);
        Assert.Equal(
            [(Direction.Inbound, RuleCondition.Missing), (Direction.Outbound, RuleCondition.Missing)],
            view.Rules.Select(rule => (rule.Direction, rule.Condition))
        );
    }

    [Fact]
    public async Task Gives_a_list_one_href_in_draft_and_active()
    {
        await Install();

        var view = await Illumio.ReadAsync(Cancellation);

        Assert.All(view.Draft, list => Assert.Contains("/draft/", list.Href, StringComparison.Ordinal));
        Assert.Equal(view.Draft.Select(list => (list.Href, list.Mark)), view.Active.Select(list => (list.Href, list.Mark)));
    }

    [Fact]
    public async Task Reads_every_kind_of_entry_in_its_order_with_who_and_when()
    {
        await Install();
        var href = (await Illumio.ReadAsync(Cancellation)).Draft[0].Href;
        await Admin.Put(
            href,
            new JsonObject
            {
                ["ip_ranges"] = PceHands.Ranges(
                    "192.0.2.1",
                    "203.0.113.0-203.0.113.6",
                    "2001:db8::/32",
                    "198.51.100.0/24",
                    "!198.51.100.7"
                ),
                ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "bad.example" }),
            }
        );

        var list = (await Illumio.ReadAsync(Cancellation)).Draft.Single(list => list.Href == href);

        Assert.Equal(
            ["192.0.2.1", "203.0.113.0-203.0.113.6", "2001:db8::/32", "198.51.100.0/24", "198.51.100.7", "bad.example"],
            list.Entries.Select(entry => entry.What.ToString())
        );
        Assert.Equal([false, false, false, false, true, false], list.Entries.Select(entry => entry.IsExclusion));
        Assert.Equal(PendingUpdate.Update, list.Pending);
        Assert.Equal("/users/15", list.UpdatedBy);
    }

    [Fact]
    public async Task Leaves_out_lists_whose_data_set_only_resembles_ours_or_whose_reference_is_none_of_ours()
    {
        await Mark("one", "guardduty-shield-2", $"{Owner}/deny/inbound");
        await Mark("two", "guardduty-shield", "something else");
        await Mark("three", "guardduty-shield", "another-owner/exclusion/domains");

        Assert.Equal(["three"], (await Illumio.ReadAsync(Cancellation)).Draft.Select(list => list.Name));
    }

    [Fact]
    public async Task Knows_where_the_PCE_answers()
    {
        var addresses = (await Illumio.ReadAsync(Cancellation)).Addresses;

        Assert.Null(addresses.Unreadable);
        Assert.Equal([AddressRange.Parse("127.0.0.1")], addresses.Ranges);
    }

    [Fact]
    public async Task Says_why_it_does_not_know_where_the_PCE_answers_and_goes_on()
    {
        using var client = NewClient("https://no-such-host.invalid");
        Wire.BeforeEach = request => request.RequestUri = new Uri(Pce.Url, request.RequestUri!.PathAndQuery);

        var addresses = (await new IllumioPce(client, Settings, TimeProvider.System).ReadAsync(Cancellation)).Addresses;

        Assert.Empty(addresses.Ranges);
        Assert.Contains("no-such-host.invalid", addresses.Unreadable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sees_that_a_rule_is_disabled_only_when_that_is_provisioned()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        await Admin.Put(RuleOf(ruleSet, Direction.Inbound), new JsonObject { ["enabled"] = false });
        Pce.ClearCalls();

        Assert.Equal([RuleCondition.InForce, RuleCondition.InForce], await Conditions());
        Assert.Equal(4, Requests.Length);

        await Admin.Provision(Href(ruleSet));
        Assert.Equal([RuleCondition.Disabled, RuleCondition.InForce], await Conditions());
    }

    [Fact]
    public async Task Sees_that_the_rule_set_is_disabled()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        await Admin.Put(Href(ruleSet), new JsonObject { ["enabled"] = false });
        await Admin.Provision(Href(ruleSet));

        Assert.Equal([RuleCondition.Disabled, RuleCondition.Disabled], await Conditions());
    }

    [Fact]
    public async Task Sees_that_a_rule_no_longer_overrides()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        await Admin.Put(RuleOf(ruleSet, Direction.Outbound), new JsonObject { ["override"] = false });
        await Admin.Provision(Href(ruleSet));

        var rules = (await Illumio.ReadAsync(Cancellation)).Rules;

        Assert.Equal([RuleCondition.InForce, RuleCondition.Misshapen], rules.Select(rule => rule.Condition));
        Assert.Contains("does not override", rules[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_once_for_the_name_of_the_service_of_a_rule_whose_description_was_edited()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        await Admin.Put(RuleOf(ruleSet, Direction.Inbound), new JsonObject { ["description"] = "ticket 4711" });
        await Admin.Provision(Href(ruleSet));
        var illumio = Illumio;
        Pce.ClearCalls();

        Assert.Equal(
            [RuleCondition.InForce, RuleCondition.InForce],
            (await illumio.ReadAsync(Cancellation)).Rules.Select(rule => rule.Condition)
        );
        Assert.Equal(4, Requests.Length);
        Pce.ClearCalls();
        await illumio.ReadAsync(Cancellation);
        Assert.Equal(3, Requests.Length);
    }

    [Theory]
    [InlineData("services/1", RuleCondition.InForce)]
    [InlineData("services/2", RuleCondition.Misshapen)]
    public async Task Sees_that_a_rule_has_another_service_than_it_was_made_with(string service, RuleCondition condition)
    {
        const string Draft = "/orgs/1/sec_policy/draft";
        var list =
            $$"""[{"href":"{{Draft}}/ip_lists/7","name":"L","external_data_set":"guardduty-shield","external_data_reference":"{{Owner}}/deny/inbound","ip_ranges":[{"from_ip":"192.0.2.1"}],"updated_at":"2026-03-01T00:00:00Z"}]""";
        var description =
            $"GuardDuty Shield {Owner}: who is on the inbound list may not reach these workloads; all services {Draft}/services/1";
        var rule =
            $$$"""{"href":"{{{Draft}}}/rule_sets/3/deny_rules/4","enabled":true,"override":true,"network_type":"all","description":"{{{description}}}","consumers":[{"ip_list":{"href":"{{{Draft}}}/ip_lists/7"}}],"providers":[{"actors":"ams"}],"ingress_services":[{"href":"{{{Draft}}}/{{{service}}}"}]}""";
        var ruleSet =
            $$"""[{"href":"{{Draft}}/rule_sets/3","name":"R","enabled":true,"scopes":[[]],"external_data_set":"guardduty-shield","external_data_reference":"{{Owner}}/deny/rules","deny_rules":[{{rule}}]}]""";
        await using var pce = await RudePce.AnsweringAsync(context =>
            RudePce.Answer(context, 200, context.Request.Path.Value!.EndsWith("rule_sets", StringComparison.Ordinal) ? ruleSet : list)
        );

        var reading = pce.Illumio.ReadAsync(Cancellation);
        await pce.Pass(reading);

        Assert.Equal(condition, (await reading).Rules[0].Condition);
        Assert.Equal(3, pce.Wire.Sent.Count);
    }

    [Fact]
    public async Task Sees_a_pending_deletion_of_the_rule_set_and_of_one_rule()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        await Admin.Delete(RuleOf(ruleSet, Direction.Inbound));
        Assert.Equal([RuleCondition.PendingDeletion, RuleCondition.InForce], await Conditions());

        await Admin.Delete(Href(ruleSet));
        Assert.Equal([RuleCondition.PendingDeletion, RuleCondition.PendingDeletion], await Conditions());

        await Admin.Provision(Href(ruleSet));
        Assert.Equal([RuleCondition.Missing, RuleCondition.Missing], await Conditions());
    }

    [Fact]
    public async Task Sees_that_rules_were_made_and_not_provisioned()
    {
        Wire.BeforeEach = request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/sec_policy", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("the process dies here");
            }
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => Install());
        Wire.BeforeEach = null;

        Assert.Equal([RuleCondition.NotProvisioned, RuleCondition.NotProvisioned], await Conditions());
    }

    private async Task<RuleCondition[]> Conditions() => [.. (await Illumio.ReadAsync(Cancellation)).Rules.Select(rule => rule.Condition)];

    private async Task<JsonNode> OurRuleSet() =>
        (await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield")).AsArray().Single()!;

    private static string Href(JsonNode node) => (string)node["href"]!;

    private static string RuleOf(JsonNode ruleSet, Direction direction) =>
        Href(
            ruleSet["deny_rules"]!
                .AsArray()
                .Single(rule => rule![direction is Direction.Inbound ? "consumers" : "providers"]![0]!["ip_list"] is not null)!
        );

    private Task<JsonNode> Mark(string name, string dataSet, string reference) =>
        Admin.Post(
            "/sec_policy/draft/ip_lists",
            new JsonObject
            {
                ["name"] = name,
                ["external_data_set"] = dataSet,
                ["external_data_reference"] = reference,
                ["ip_ranges"] = PceHands.Ranges("192.0.2.1"),
            }
        );
}
