using Amazon.DynamoDBv2.Model;
using Shield.EndToEndTests.Cli;
using Shield.EndToEndTests.Simulator;

namespace Shield.EndToEndTests.Aws;

public sealed class A_laptop_with_a_stack(AwsHands aws) : StackTest(aws)
{
    private const string Attacker = "198.51.99.7";

    /// <summary>Policies permit these and no others, by <c>dynamodb:LeadingKeys</c>, which moto does not ask for.</summary>
    [Fact]
    public async Task Keeps_everything_in_partitions_that_begin_with_the_owner()
    {
        (await Initialise()).Expect(0);
        await StartLambda();
        await IngestAndApply("198.51.99.7");
        (await Json("unblock", "198.51.99.7", "--reason", "test")).Expect(0);

        var items = (await Deployment.Tables.ScanAsync(new ScanRequest(Deployment.Table), Cancellation)).Items;
        Assert.InRange(items.Count, 8, int.MaxValue);
        Assert.All(items, item => Assert.StartsWith("test-owner#", item["pk"].S, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blocks_by_the_Lambda_and_shows_the_policy_version()
    {
        var init = (await Initialise()).Expect(0);
        Assert.Contains("init works on the PCE directly", init.Error, StringComparison.Ordinal);
        await StartLambda();
        CutOff();

        var run = await IngestAndApply(Attacker);

        Assert.Equal("applied", (string?)run.Json["apply"]!["outcome"]);
        Assert.Equal([Attacker], await Listed());
        Assert.NotNull((long?)run.Json["apply"]!["policyVersion"]);
    }

    [Fact]
    public async Task Unblocks_and_explains_while_only_the_Lambda_reaches_the_PCE()
    {
        (await Initialise()).Expect(0);
        await StartLambda();
        CutOff();
        await IngestAndApply(Attacker);

        var unblock = (await Json("unblock", Attacker, "--reason", "a partner")).Expect(0);
        var explain = (await Json("explain", Attacker)).Expect(0);

        Assert.Equal("applied", (string?)unblock.Json["apply"]!["outcome"]);
        Assert.Empty(await Listed());
        Assert.Equal(
            ("ignore", "suppressed", "unknown"),
            ((string?)explain.Json["verdict"], (string?)explain.Json["reason"], (string?)explain.Json["state"])
        );
        Assert.Contains($"parameter '{Prefix}/pce-key' may not be read with these credentials", explain.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acts_under_the_callers_ARN_unless_somebody_says_who()
    {
        (await Initialise()).Expect(0);

        var byArn = (await Json("threats", "block", Attacker, "--reason", "seen", "--record-only")).Expect(0);
        var byName = (await Json("threats", "block", Attacker, "--reason", "seen", "--record-only", "--who", "ann")).Expect(0);

        Assert.StartsWith("arn:aws:", (string?)byArn.Json["act"]!["who"], StringComparison.Ordinal);
        Assert.Equal("ann", (string?)byName.Json["act"]!["who"]);
    }

    [Fact]
    public async Task Says_recorded_and_not_applied_yet_where_nobody_reconciles()
    {
        (await Initialise()).Expect(0);
        Clock.Speed = 400;

        var run = (await Json("threats", "block", Attacker, "--reason", "seen")).Expect(1);

        Assert.Equal("not-yet", (string?)run.Json["error"]!["code"]);
        Assert.Contains("recorded, not applied yet", (string?)run.Json["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(Attacker, (string?)run.Json["error"]!["recorded"]!["indicator"]);
    }

    [Fact]
    public async Task Takes_no_earlier_outcome_for_its_own()
    {
        (await Initialise()).Expect(0);
        await StartLambda();
        await IngestAndApply(Attacker);
        await StopLambda();
        Clock.Speed = 400;

        Assert.Equal("not-yet", (await Json("unblock", Attacker, "--reason", "a partner")).Expect(1).ErrorCode);
        Assert.Equal([Attacker], await Listed());
    }

    [Fact]
    public async Task Says_recorded_and_why_not_applied_where_the_queue_is_gone()
    {
        (await Initialise()).Expect(0);
        await Aws.Queues.DeleteQueueAsync(Deployment.Requests, Cancellation);

        var run = (await Json("threats", "block", Attacker, "--reason", "seen")).Expect(1);

        Assert.Equal("aws", (string?)run.Json["error"]!["code"]);
        Assert.Contains(
            $"recorded, not applied: The queue {Deployment.Requests} does not exist",
            (string?)run.Json["error"]!["message"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Shows_a_status_with_what_the_ledger_knows_and_says_why_the_rest_is_unknown()
    {
        CutOff();

        var status = (await Json("status")).Expect(1);

        Assert.False((bool)status.Json["pce"]!["readable"]!);
        Assert.Contains("may not be read with these credentials", (string?)status.Json["pce"]!["detail"], StringComparison.Ordinal);
        Assert.Contains("may not be read with these credentials", (await Text("plan")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_named_file_above_the_stacks_settings_and_none_that_merely_lies_about()
    {
        var file = File("mine.json", """{"Policy":{"Autonomy":"ask"}}""");

        var with = (await Json("policy", "show", "--config", file)).Expect(0);
        var without = (await Json("policy", "show")).Expect(0);

        Assert.Equal(("ask", "file"), Autonomy(with));
        Assert.Equal(("act", "default"), Autonomy(without));
        await Aws.PutParameterAsync($"{Prefix}/settings", """{"Policy":{"Autonomy":"observe"}}""");
        Assert.Equal(("observe", "parameter"), Autonomy((await Json("policy", "show")).Expect(0)));

        static (string?, string?) Autonomy(CliRun run)
        {
            var row = run.Json.AsArray().Single(row => (string?)row!["key"] == "Policy:Autonomy")!;
            return ((string?)row["value"], (string?)row["origin"]);
        }
    }

    [Fact]
    public async Task Fails_by_name_where_there_is_no_such_stack()
    {
        var run = (await Json("status", "--stack", "elsewhere")).Expect(1);

        Assert.Equal("settings", (string?)run.Json["error"]!["code"]);
        Assert.Contains("/guardduty-shield/elsewhere/stack", (string?)run.Json["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_shows_a_key()
    {
        (await Initialise()).Expect(0);

        foreach (
            var run in new[] { await Json("policy", "show"), await Json("status"), await Json("plan"), await Json("explain", Attacker) }
        )
        {
            Assert.DoesNotContain(PceHands.Secret, run.Output + run.Error, StringComparison.Ordinal);
        }
    }
}
