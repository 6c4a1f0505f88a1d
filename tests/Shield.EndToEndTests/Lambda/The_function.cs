using System.Text.Json.Nodes;
using Shield.EndToEndTests.Aws;
using Shield.EndToEndTests.Cli;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Lambda;

public sealed class The_function(AwsHands aws) : LambdaTest(aws)
{
    [Fact]
    public async Task Brings_a_batch_onto_the_PCE_within_its_first_event()
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        var answer = await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1", "45.83.0.2", "2a01:4f8::7")), Patient, Cancellation);
        Assert.Equal("""{"batchItemFailures":[]}""", answer.Text);
        Assert.Equal(["2a01:4f8::7", "45.83.0.1", "45.83.0.2"], (await Listed()).Order(StringComparer.Ordinal));
        Assert.False(await Reaches("45.83.0.1", "web-1.shop.example", 443));
    }

    [Fact]
    public async Task Lets_a_poisonous_message_fail_alone()
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        var messages = Messages("45.83.0.1", "45.83.0.2");
        (string, string)[] poison =
        [
            ("broken", "{\"detail\":"),
            ("prose", "45.83.0.9 is evil"),
            ("foreign", """{"Type":"Notification","Message":"hello"}"""),
            ("half", $$"""{"findings":[{{FindingText.BruteForce("45.83.0.3")}},{"id":"x"}]}"""),
        ];
        var answer = await function.InvokeAsync(SqsEvent.Of([messages[0], .. poison, messages[1]]), Patient, Cancellation);
        Assert.Equal(["broken", "prose", "foreign", "half"], SqsEvent.Failures(answer.Text));
        // What could be read of the fourth counts.
        Assert.Equal(["45.83.0.1", "45.83.0.2", "45.83.0.3"], (await Listed()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("event")]
    [InlineData("sns")]
    [InlineData("page")]
    public async Task Takes_findings_that_no_queue_brings(string kind)
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        var finding = EventBridge(FindingText.BruteForce("45.83.0.1"));
        var answer = await function.InvokeAsync(
            kind switch
            {
                "sns" => new JsonObject
                {
                    ["Records"] = new JsonArray(
                        new JsonObject
                        {
                            ["EventSource"] = "aws:sns",
                            ["Sns"] = new JsonObject
                            {
                                ["Type"] = "Notification",
                                ["MessageId"] = "1",
                                ["Message"] = finding,
                            },
                        }
                    ),
                }.ToJsonString(),
                "page" => $$"""{"findings":[{{FindingText.BruteForce("45.83.0.1")}}]}""",
                _ => finding,
            },
            Patient,
            Cancellation
        );
        Assert.Equal(LambdaEnd.Answered, answer.End);
        Assert.Equal(["45.83.0.1"], await Listed());
    }

    [Fact]
    public async Task Fails_an_event_of_no_queue_that_it_does_not_understand_and_goes_on()
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        Assert.Equal(LambdaEnd.Failed, (await function.InvokeAsync("""{"hello":"world"}""", Patient, Cancellation)).End);
        Assert.Equal(LambdaEnd.Failed, (await function.InvokeAsync("no json", Patient, Cancellation)).End);
        Assert.Equal(
            LambdaEnd.Failed,
            (await function.InvokeAsync("""{"Records":[{"eventSource":"aws:sqs","body":"{}"}]}""", Patient, Cancellation)).End
        );
        Assert.Equal(LambdaEnd.Answered, (await function.InvokeAsync(Schedule, Patient, Cancellation)).End);
    }

    [Fact]
    public async Task Records_while_the_PCE_is_away_and_brings_it_up_when_it_is_back()
    {
        await DeployAsync();
        Pce.Script(new FaultRule { Effect = new Fault.TooManyRequests(RetryAfter: 600) });
        var function = await StartInstanceAsync();
        var answer = await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), TimeSpan.FromSeconds(15), Cancellation);
        Assert.Equal("""{"batchItemFailures":[]}""", answer.Text);
        Assert.Empty(await ListedWithoutFaults());
        Assert.Equal(LambdaEnd.Answered, (await function.InvokeAsync(Schedule, Patient, Cancellation)).End);
        Assert.Equal(["45.83.0.1"], await Listed());
    }

    [Fact]
    public async Task Gets_through_a_storm_of_429()
    {
        await DeployAsync();
        Pce.Script(
            new FaultRule
            {
                Effect = new Fault.TooManyRequests(),
                Probability = 0.5,
                Seed = 7,
            }
        );
        var function = await StartInstanceAsync();
        Assert.Equal(
            """{"batchItemFailures":[]}""",
            (await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation)).Text
        );
        Pce.Script();
        Assert.Equal(["45.83.0.1"], await Listed());
    }

    [Fact]
    public async Task Answers_in_time_and_asks_for_another_when_the_PCE_is_slow()
    {
        await DeployAsync();
        Pce.Script(
            new FaultRule
            {
                Method = "PUT",
                Effect = new Fault.Latency(TimeSpan.FromSeconds(14)),
                Count = 1,
            }
        );
        var function = await StartInstanceAsync();
        await function.Ready;
        var answer = await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), TimeSpan.FromSeconds(18), Cancellation);
        Assert.Equal("""{"batchItemFailures":[]}""", answer.Text);
        Pce.Script();
        Assert.Equal(1, await Deployment.CountMessagesAsync(Cancellation));
        Assert.Equal(
            LambdaEnd.Answered,
            (
                await function.InvokeAsync(
                    SqsEvent.Of(("again", (await Deployment.TakeMessagesAsync(Cancellation))[0])),
                    Patient,
                    Cancellation
                )
            ).End
        );
        Assert.Equal(["45.83.0.1"], await Listed());
    }

    [Theory]
    [InlineData("stack")]
    [InlineData("pce-key")]
    [InlineData("settings")]
    public async Task Says_which_parameter_is_missing(string parameter)
    {
        await DeployAsync();
        await Deployment.DropAsync(parameter, Cancellation);
        var function = await StartInstanceAsync();
        if (parameter is "stack")
        {
            Assert.Contains(
                $"/guardduty-shield/{Stack}/stack",
                (string)JsonNode.Parse(await function.InitError)!["errorMessage"]!,
                StringComparison.Ordinal
            );
            await function.Process.WaitForExitAsync(Cancellation);
            Assert.Equal(1, function.Process.ExitCode);
            return;
        }

        // Findings are recorded all the same.
        Assert.Equal(
            """{"batchItemFailures":[]}""",
            (await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation)).Text
        );
        Assert.Contains(
            function.Log,
            line =>
                (string?)line["level"] is "ERROR"
                && line.ToJsonString().Contains(parameter is "settings" ? "Pce:Url" : "/pce-key", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Reads_the_key_again_when_the_PCE_refuses_it()
    {
        await DeployAsync();
        await PutKeyAsync("api_0ld", "long-gone");
        var function = await StartInstanceAsync();
        await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation);
        Assert.Contains(function.Log, line => (int?)line["CredentialsRefused"] is 1);

        await PutKeyAsync(Simulator.PceHands.Key, Simulator.PceHands.Secret);
        // With too little time for a round, what is owed is asked for with the key, and all else, that was read again.
        while (!function.Log.Any(line => ((string?)line["message"])?.Contains("read again", StringComparison.Ordinal) ?? false))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
            Assert.Equal(LambdaEnd.Answered, (await function.InvokeAsync(Schedule, TimeSpan.FromSeconds(12), Cancellation)).End);
        }

        Assert.Equal(1, await Deployment.CountMessagesAsync(Cancellation));
        while ((await Listed()) is [])
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
            await function.InvokeAsync(Schedule, Patient, Cancellation);
        }

        Assert.DoesNotContain(
            function.Log,
            line =>
                line.ToJsonString().Contains("long-gone", StringComparison.Ordinal)
                || line.ToJsonString().Contains(Simulator.PceHands.Secret, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Passes_on_the_trace_of_each_event()
    {
        await DeployAsync();
        var function = await StartInstanceAsync(("AWS_ENDPOINT_URL", Aws.Wire.Address.ToString()));
        var first = await function.InvokeAsync(Schedule, Patient, Cancellation);
        var second = await function.InvokeAsync(Schedule, Patient, Cancellation);
        Assert.All(
            [first, second],
            answer => Assert.Contains(Aws.Wire.Traces, trace => trace == RuntimeApiEmulator.TraceOf(answer.RequestId))
        );
    }

    [Fact]
    public async Task Tells_once_an_hour_on_how_many_workloads_a_block_bites()
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        var managed = (await Admin.Get("/workloads")).AsArray().Count(workload => (bool)workload!["managed"]!);
        Assert.Equal(managed, (int)Assert.Single(function.Log, line => line["WorkloadsReached"] is not null)["WorkloadsReached"]!);
    }

    [Fact]
    public async Task Takes_off_whom_a_person_calls_harmless_in_GuardDuty()
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        const string id = "0123456789abcdef0123456789abcdef";
        await function.InvokeAsync(
            SqsEvent.Of(("finding", EventBridge(FindingText.BruteForce("45.83.0.1", id: id)))),
            Patient,
            Cancellation
        );
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
        Assert.Equal(
            """{"batchItemFailures":[]}""",
            (await function.InvokeAsync(SqsEvent.Of(("call", call.ToJsonString())), Patient, Cancellation)).Text
        );
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Tells_figures_and_lines_that_name_event_and_findings()
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        var answer = await function.InvokeAsync(
            SqsEvent.Of(("m", EventBridge(FindingText.BruteForce("45.83.0.1", id: "abcdef0123456789abcdef0123456789")))),
            Patient,
            Cancellation
        );
        var recorded = Assert.Single(function.Log, line => (string?)line["message"] is "recorded");
        Assert.Equal(answer.RequestId, (string?)recorded["requestId"]);
        Assert.Equal("abcdef0123456789abcdef0123456789", (string?)recorded["shield"]!["findings"]![0]);
        var figures = Assert.Single(function.Log, line => line["Findings"] is not null);
        Assert.Equal(
            (1, 1, 1, 1),
            ((int)figures["Findings"]!, (int)figures["Blocked"]!, (int)figures["GoodReconciles"]!, (int)figures["Entries"]!)
        );
        Assert.True((double)figures["TimeToActive"]! >= (double)figures["TimeToRecorded"]!);
        Assert.True((int)figures["PceCalls"]! >= 6);
        var named = figures["_aws"]!["CloudWatchMetrics"]![0]!["Metrics"]!.AsArray().Select(metric => (string)metric!["Name"]!).ToList();
        Assert.All(named, name => Assert.NotNull(figures[name]));
        Assert.Equal(Stack, (string?)figures["Stack"]);
    }

    [Fact]
    public async Task Tells_of_each_reconcile_whose_blocks_no_enabled_rule_enforces()
    {
        await DeployAsync();
        var function = await StartInstanceAsync();
        await EnableRuleSetsAsync(false);
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        // Nothing stands on a list yet, so nothing is missing.
        Assert.DoesNotContain(function.Log, line => line["NotEnforced"] is not null);

        await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation);
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        Assert.Equal([1, 1], function.Log.Where(line => line["NotEnforced"] is not null).Select(line => (int)line["NotEnforced"]!));
        var warnings = function
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
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        Assert.Equal(2, function.Log.Count(line => line["NotEnforced"] is not null));
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

    private async Task<string[]> ListedWithoutFaults()
    {
        Pce.Script();
        return await Listed();
    }
}
