using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using static Shield.EndToEndTests.Cli.Examined;

namespace Shield.EndToEndTests.Aws;

/// <summary>A deployment in AWS: what lies before the ledger, and a PCE that perhaps only the Lambda reaches.</summary>
public sealed class The_doctor_of_a_stack(AwsHands aws) : StackTest(aws)
{
    private const string Attacker = "198.51.99.7";

    [Fact]
    public async Task Finds_nothing_that_fails_where_all_is_well()
    {
        await DetectAsync("FIFTEEN_MINUTES");
        (await Initialise()).Expect(0);
        await StartLambda();
        await IngestAndApply(Attacker);

        var run = (await Json("doctor")).Expect(0);

        Assert.Empty(Named(run, "fail"));
        Assert.Empty(Named(run, "warn"));
        Assert.All(
            ["settings", "guardduty", "queue", "dead-letters", "ledger-table", "ledger", "last-reconcile"],
            name => Assert.Equal("pass", Answer(run, name))
        );
        Assert.Contains($"{Prefix}/settings", Detail(run, "settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_of_a_new_stack_where_nothing_came_in_yet_and_fails_on_nothing()
    {
        await DetectAsync("FIFTEEN_MINUTES");
        (await Initialise()).Expect(0);

        Assert.Equal(["findings-arriving", "last-reconcile"], Named((await Json("doctor")).Expect(0), "warn"));
    }

    [Fact]
    public async Task Fails_where_dead_letters_lie()
    {
        (await Initialise()).Expect(0);
        await Aws.Queues.SendMessageAsync(DeadLetters, "{}", Cancellation);
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("fail", Answer(run, "dead-letters"));
        Assert.Contains($"shield ingest sqs://{Stack}-dead", Remedy(run, "dead-letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_where_messages_wait_and_nobody_takes_them()
    {
        (await Initialise()).Expect(0);
        await Aws.Queues.SendMessageAsync(QueueUrl, "{}", Cancellation);

        Assert.Equal("warn", Answer(await Json("doctor"), "queue"));
    }

    [Fact]
    public async Task Fails_where_a_queue_is_gone_and_still_looks_at_the_rest()
    {
        (await Initialise()).Expect(0);
        await Aws.Queues.DeleteQueueAsync(DeadLetters, Cancellation);
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("fail", Answer(run, "dead-letters"));
        Assert.Equal("pass", Answer(run, "lists"));
    }

    [Fact]
    public async Task Warns_where_a_restored_table_lacks_what_protects_it_and_says_which_command_switches_it_on()
    {
        await Deployment.Tables.UpdateTableAsync(
            new UpdateTableRequest { TableName = Deployment.Table, DeletionProtectionEnabled = false },
            Cancellation
        );
        var run = await Json("doctor");

        Assert.Equal("warn", Answer(run, "ledger-table"));
        Assert.Contains("has no deletion protection", Detail(run, "ledger-table"), StringComparison.Ordinal);
        Assert.DoesNotContain("time to live", Detail(run, "ledger-table"), StringComparison.Ordinal);
        Assert.Contains($"--set ExistingTable={Deployment.Table}", Remedy(run, "ledger-table"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SIX_HOURS", "warn")]
    [InlineData("FIFTEEN_MINUTES", "pass")]
    public async Task Wants_GuardDuty_to_tell_every_15_minutes(string frequency, string answer)
    {
        await DetectAsync(frequency);
        Assert.Equal(answer, Answer(await Json("doctor"), "guardduty"));
    }

    [Fact]
    public async Task Fails_where_GuardDuty_is_not_switched_on()
    {
        await NoDetectorAsync();
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("fail", Answer(run, "guardduty"));
        Assert.Contains("create-detector", Remedy(run, "guardduty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skips_GuardDuty_where_one_may_not_ask_it_and_says_what_that_takes()
    {
        Aws.Wire.DenyGuardDuty();
        var run = await Json("doctor");
        Aws.Wire.Mend();

        Assert.Equal("skip", Answer(run, "guardduty"));
        Assert.Contains("guardduty:ListDetectors", Remedy(run, "guardduty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warns_where_no_reconcile_ended_well_for_a_quarter_of_an_hour()
    {
        (await Initialise()).Expect(0);
        await StartLambda();
        await IngestAndApply(Attacker);
        Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("warn", Answer(await Json("doctor"), "last-reconcile"));
    }

    [Fact]
    public async Task Blames_nobody_where_only_the_Lambda_reaches_the_PCE_and_reads_its_key()
    {
        await DetectAsync("FIFTEEN_MINUTES");
        (await Initialise()).Expect(0);
        await StartLambda();
        CutOff();
        await IngestAndApply(Attacker);
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal(("warn", "skip", "pass"), (Answer(run, "settings"), Answer(run, "pce-answers"), Answer(run, "last-reconcile")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sends_a_sample_through_queue_and_Lambda_also_where_only_that_one_reaches_the_PCE(bool reachesPce)
    {
        await DetectAsync("FIFTEEN_MINUTES");
        (await Initialise()).Expect(0);
        await StartLambda();
        if (!reachesPce)
        {
            CutOff();
        }

        var run = (await Json("doctor", "--send-sample")).Expect(0);

        Assert.All(["sample-recorded", "sample-active", "sample-off"], stage => Assert.Equal("pass", Answer(run, stage)));
        Assert.Empty(await Listed());
    }

    private static async Task DetectAsync(string frequency)
    {
        await NoDetectorAsync();
        await SendAsync(HttpMethod.Post, "/detector", new JsonObject { ["enable"] = true, ["findingPublishingFrequency"] = frequency });
    }

    private static async Task NoDetectorAsync()
    {
        foreach (var id in (await SendAsync(HttpMethod.Get, "/detector", null))["detectorIds"]!.AsArray())
        {
            await SendAsync(HttpMethod.Delete, $"/detector/{(string)id!}", null);
        }
    }

    /// <summary>By plain HTTP: no project of ours has the SDK of GuardDuty.</summary>
    private static async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            method,
            new Uri(new Uri(System.Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")!), path)
        );
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/guardduty/aws4_request, SignedHeaders=host, Signature=x"
        );
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, Cancellation);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation) is { Length: > 0 } text ? text : "{}")!;
    }
}
