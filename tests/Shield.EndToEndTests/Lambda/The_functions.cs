using System.Text.Json.Nodes;
using Shield.EndToEndTests.Aws;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Lambda;

/// <summary>Both of them: a finding goes in at the one end, and the PCE is right at the other.</summary>
public sealed class The_functions(AwsHands aws) : LambdaTest(aws)
{
    [Fact]
    public async Task Bring_a_batch_onto_the_PCE()
    {
        await DeployAsync();
        var functions = await StartFunctionsAsync();
        var answer = await functions.BringAsync(Messages("45.83.0.1", "45.83.0.2", "2a01:4f8::7"));
        Assert.Equal("""{"batchItemFailures":[]}""", answer.Text);
        Assert.Equal(["2a01:4f8::7", "45.83.0.1", "45.83.0.2"], (await Listed()).Order(StringComparer.Ordinal));
        Assert.False(await Reaches("45.83.0.1", "web-1.shop.example", 443));
    }

    [Fact]
    public async Task Take_off_whom_a_person_calls_harmless_in_GuardDuty()
    {
        await DeployAsync();
        var functions = await StartFunctionsAsync();
        const string id = "0123456789abcdef0123456789abcdef";
        await functions.BringAsync(("finding", EventBridge(FindingText.BruteForce("45.83.0.1", id: id))));
        Assert.Equal(["45.83.0.1"], await Listed());
        var call = new JsonObject
        {
            ["detail-type"] = "AWS API Call via CloudTrail",
            ["source"] = "aws.guardduty",
            ["account"] = "111122223333",
            ["region"] = "eu-west-1",
            ["detail"] = new JsonObject
            {
                ["eventVersion"] = "1.09",
                ["eventSource"] = "guardduty.amazonaws.com",
                ["eventName"] = "UpdateFindingsFeedback",
                ["eventTime"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
                ["awsRegion"] = "eu-west-1",
                ["recipientAccountId"] = "111122223333",
                ["requestParameters"] = new JsonObject
                {
                    ["detectorId"] = "d",
                    ["findingIds"] = new JsonArray(id),
                    ["feedback"] = "NOT_USEFUL",
                },
            },
        };
        Assert.Equal("""{"batchItemFailures":[]}""", (await functions.BringAsync(("call", call.ToJsonString()))).Text);
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Tell_figures_and_lines_that_name_event_and_findings()
    {
        await DeployAsync();
        var functions = await StartFunctionsAsync();
        var answer = await functions.BringAsync(
            ("m", EventBridge(FindingText.BruteForce("45.83.0.1", id: "abcdef0123456789abcdef0123456789")))
        );
        var recorded = Assert.Single(functions.Log, line => (string?)line["message"] is "recorded");
        Assert.Equal(answer.RequestId, (string?)recorded["requestId"]);
        Assert.Equal("abcdef0123456789abcdef0123456789", (string?)recorded["shield"]!["findings"]![0]);
        var incoming = Assert.Single(functions.Recorder.Log, line => line["Findings"] is not null);
        var outgoing = Assert.Single(functions.Reconciler.Log, line => line["Blocked"] is not null);
        Assert.Equal(
            (1, 1, 1, 1),
            ((int)incoming["Findings"]!, (int)outgoing["Blocked"]!, (int)outgoing["GoodReconciles"]!, (int)outgoing["Entries"]!)
        );
        Assert.True((double)outgoing["TimeToActive"]! >= (double)incoming["TimeToRecorded"]!);
        Assert.True((int)outgoing["PceCalls"]! >= 6);
        Assert.All(
            [incoming, outgoing],
            figures =>
            {
                var named = figures["_aws"]!["CloudWatchMetrics"]![0]!["Metrics"]!.AsArray().Select(metric => (string)metric!["Name"]!);
                Assert.All(named, name => Assert.NotNull(figures[name]));
                Assert.Equal(Stack, (string?)figures["Stack"]);
            }
        );
    }

    [Fact]
    public async Task Tell_of_each_reconcile_whose_blocks_no_enabled_rule_enforces()
    {
        await DeployAsync();
        var functions = await StartFunctionsAsync();
        await EnableRuleSetsAsync(false);
        await functions.ScheduleAsync();
        // Nothing stands on a list yet, so nothing is missing.
        Assert.DoesNotContain(functions.Log, line => line["NotEnforced"] is not null);

        await functions.BringAsync(Messages("45.83.0.1"));
        await functions.ScheduleAsync();
        Assert.Equal([1, 1], functions.Log.Where(line => line["NotEnforced"] is not null).Select(line => (int)line["NotEnforced"]!));
        var warnings = functions
            .Log.Where(line =>
                (string?)line["level"] is "WARN" && ((string?)line["message"])!.Contains("not enforced", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(2, warnings.Count);
        Assert.All(
            warnings,
            line => Assert.Contains("inbound: the rule is disabled", (string?)line["shield"]!["reason"], StringComparison.Ordinal)
        );

        await EnableRuleSetsAsync(true);
        await functions.ScheduleAsync();
        Assert.Equal(2, functions.Log.Count(line => line["NotEnforced"] is not null));
        Assert.False(await Reaches("45.83.0.1", "web-1.shop.example", 443));
    }

    private async Task EnableRuleSetsAsync(bool enabled)
    {
        foreach (
            var set in (await Admin.Get("/sec_policy/draft/rule_sets"))
                .AsArray()
                .Where(set => (string?)set!["external_data_set"] is not null)
        )
        {
            await Admin.Put((string)set!["href"]!, new JsonObject { ["enabled"] = enabled });
            await Admin.Provision((string)set["href"]!);
        }
    }
}
