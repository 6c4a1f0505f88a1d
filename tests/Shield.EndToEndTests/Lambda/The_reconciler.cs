using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.Aws.DynamoDb;
using Shield.EndToEndTests.Aws;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Lambda;

/// <summary>The function that keeps the PCE equal to what is decided: when, how often, and with which settings.</summary>
public sealed partial class The_reconciler(AwsHands aws) : LambdaTest(aws)
{
    [Fact]
    public async Task Records_while_the_PCE_is_away_and_brings_it_up_when_it_is_back()
    {
        await DeployAsync();
        Pce.Script(new FaultRule { Effect = new Fault.TooManyRequests(RetryAfter: 600) });
        var functions = await StartFunctionsAsync();
        var answer = await functions.Recorder.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation);
        Assert.Equal("""{"batchItemFailures":[]}""", answer.Text);
        // With the time of a whole round left it would wait as long as the PCE asks.
        Assert.Equal(LambdaEnd.Answered, (await functions.Reconciler.InvokeAsync(Schedule, TimeSpan.FromSeconds(25), Cancellation)).End);
        Pce.Script();
        Assert.Empty(await Listed());
        Assert.Equal(LambdaEnd.Answered, (await functions.ScheduleAsync()).End);
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
        var functions = await StartFunctionsAsync();
        Assert.Equal("""{"batchItemFailures":[]}""", (await functions.BringAsync(Messages("45.83.0.1"))).Text);
        Pce.Script();
        Assert.Equal(["45.83.0.1"], await Listed());
    }

    [Fact]
    public async Task Reads_the_key_again_when_the_PCE_refuses_it()
    {
        await DeployAsync();
        await PutKeyAsync("api_0ld", "long-gone");
        var functions = await StartFunctionsAsync();
        var function = functions.Reconciler;
        await functions.BringAsync(Messages("45.83.0.1"));
        Assert.Contains(function.Log, line => (int?)line["CredentialsRefused"] is 1);

        await PutKeyAsync(Simulator.PceHands.Key, Simulator.PceHands.Secret);
        // With too little time for a round, what is owed is asked for with the key, and all else, that was read again.
        while (!function.Log.Any(line => ((string?)line["message"])?.Contains("read again", StringComparison.Ordinal) ?? false))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
            Assert.Equal(LambdaEnd.Answered, (await function.InvokeAsync(Schedule, TimeSpan.FromSeconds(12), Cancellation)).End);
        }

        Assert.Equal(1, await Deployment.CountMessagesAsync(Deployment.Requests, Cancellation));
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
        var function = await StartReconcilerAsync(("AWS_ENDPOINT_URL", Aws.Wire.Address.ToString()));
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
        var function = await StartReconcilerAsync();
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        var managed = (await Admin.Get("/workloads")).AsArray().Count(workload => (bool)workload!["managed"]!);
        Assert.Equal(managed, (int)Assert.Single(function.Log, line => line["WorkloadsReached"] is not null)["WorkloadsReached"]!);
    }

    /// <summary>A function that has only just started remembers nothing: Parameter Store does.</summary>
    [Fact]
    public async Task Goes_on_with_the_last_good_version_of_the_settings()
    {
        await DeployAsync();
        foreach (var wrong in new[] { "{}", """{"Pce":{"Mode":"sideways"}}""", "{\"Pce\":" })
        {
            await Deployment.PutAsync("settings", wrong, Cancellation);
        }

        var functions = await StartFunctionsAsync();
        await functions.BringAsync(Messages("45.83.0.1"));
        Assert.Equal(["45.83.0.1"], await Listed());
        await functions.ScheduleAsync();
        // At every event, so that the alarm stays.
        Assert.Equal(2, functions.Reconciler.Log.Count(line => (int?)line["SettingsRefused"] is 1));
        Assert.Contains(
            functions.Reconciler.Log,
            line =>
                (string?)line["level"] is "ERROR"
                && line.ToJsonString().Contains($"version 2 of /guardduty-shield/{Stack}/settings", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("settings", "Pce:Url")]
    [InlineData("pce-key", "/pce-key")]
    public async Task Says_at_each_event_which_parameter_is_missing(string parameter, string named)
    {
        await DeployAsync();
        await Deployment.DropAsync(parameter, Cancellation);
        var function = await StartReconcilerAsync();
        Assert.Equal(LambdaEnd.Answered, (await function.InvokeAsync(Schedule, Patient, Cancellation)).End);
        Assert.Contains(
            function.Log,
            line => (string?)line["level"] is "ERROR" && line.ToJsonString().Contains(named, StringComparison.Ordinal)
        );
        Assert.Equal(parameter is "settings", function.Log.Any(line => (int?)line["SettingsRefused"] is 1));
    }

    /// <summary>Where no round finds the time that it needs, it asks itself again and again, and not for ever.</summary>
    [Fact]
    public async Task Ends_a_chain_of_its_own_requests_by_itself()
    {
        await DeployAsync();
        var function = await StartReconcilerAsync(("AWS_ENDPOINT_URL_SQS", Aws.Wire.Address.ToString()));
        await function.Ready;
        var next = Schedule;
        var waits = new List<int>();
        for (var turn = 0; turn < 20; turn++)
        {
            // Too little time for a round, each time: what is left over has to be asked for again.
            await function.InvokeAsync(next == Schedule ? next : SqsEvent.Of(("hop", next)), TimeSpan.FromSeconds(10), Cancellation);
            next = Schedule;
            if (Sent().Skip(waits.Count).FirstOrDefault() is { } sent)
            {
                next = (string)sent["MessageBody"]!;
                waits.Add((int)sent["DelaySeconds"]!);
                Assert.Equal((waits.Count - 1) % 8 + 1, (int)JsonNode.Parse(next)!["hops"]!);
            }
        }

        // Two chains of eight, each begun by the schedule, and a part of a third.
        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 2, 4, 8, 16, 32, 64, 128, 256, 2, 4], waits);
        Assert.Equal(2, function.Log.Count(line => line.ToJsonString().Contains("sooner than the schedule", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reconciles_once_a_window_and_not_for_what_a_later_reconcile_has_seen()
    {
        await DeployAsync();
        await Deployment.PutAsync("settings", SettingsWith("").Replace("\"0s\"", "\"3s\"", StringComparison.Ordinal), Cancellation);
        var functions = await StartFunctionsAsync();
        await Task.WhenAll(functions.Recorder.Ready, functions.Reconciler.Ready);
        foreach (var party in Parties(5))
        {
            await functions.Recorder.InvokeAsync(SqsEvent.Of(Messages(party)), Patient, Cancellation);
        }

        var began = Clock.GetUtcNow();
        await functions.PassOnAsync();
        Assert.Equal(Parties(5).Order(StringComparer.Ordinal), (await Listed()).Order(StringComparer.Ordinal));
        Assert.Equal(1, functions.Reconciler.Log.Count(line => line["GoodReconciles"] is not null));

        // Asked twice for the same news, it has seen it.
        var late = $$"""{"shield":"reconcile","why":"late","since":"{{began.AddSeconds(-9):O}}","latest":"{{began.AddSeconds(-9):O}}"}""";
        await functions.Reconciler.InvokeAsync(SqsEvent.Of(("late", late)), Patient, Cancellation);
        Assert.Equal(1, functions.Reconciler.Log.Count(line => line["GoodReconciles"] is not null));
        Assert.Contains(functions.Reconciler.Log, line => line.ToJsonString().Contains("has seen this news", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asks_the_version_bucket_before_it_reads_the_ledger()
    {
        await DeployAsync();
        await Deployment.PutAsync(
            "settings",
            SettingsWith("").Replace("\"0s\"", "\"0s\",\"VersionsPerHour\":1", StringComparison.Ordinal),
            Cancellation
        );
        var functions = await StartFunctionsAsync();
        // Ten at once; the eleventh waits for an hour, and the schedule comes sooner.
        foreach (var party in Parties(11))
        {
            await functions.BringAsync(Messages(party));
        }

        Assert.Equal(10, (await Listed()).Length);
        Assert.Equal(10, functions.Reconciler.Log.Count(line => line["Blocked"] is not null));
        Assert.Contains(
            functions.Reconciler.Log,
            line => line.ToJsonString().Contains("no policy version is left", StringComparison.Ordinal)
        );
        Assert.Contains(functions.Reconciler.Log, line => (int?)line["VersionsWaiting"] is 1);

        // A person does not wait for a token.
        await functions.Reconciler.InvokeAsync(
            SqsEvent.Of(("ann", """{"shield":"reconcile","why":"apply by ann","atOnce":true}""")),
            Patient,
            Cancellation
        );
        Assert.Equal(11, (await Listed()).Length);
    }

    /// <summary>An estate so large that the PCE makes a job of listing it, and an invocation that ends before the job does.</summary>
    [Fact]
    public async Task Goes_on_with_the_PCEs_job_of_listing_workloads_in_another_invocation()
    {
        await DeployAsync();
        var functions = await StartFunctionsAsync();
        await Task.WhenAll(functions.Recorder.Ready, functions.Reconciler.Ready);
        await functions.Recorder.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation);
        await Deployment.TakeMessagesAsync(Deployment.Requests, Cancellation);
        Pce.Script(
            new FaultRule
            {
                Method = "GET",
                Path = "/orgs/*/workloads",
                Count = 1,
                Effect = new Fault.Truncated(2),
            }
        );
        Pce.ClearCalls();
        await functions.Reconciler.InvokeAsync(Schedule, TimeSpan.FromSeconds(7), Cancellation);
        Assert.Empty(await Listed());

        await functions.PassOnAsync();
        Assert.Equal(["45.83.0.1"], await Listed());
        // One plain, one as a job; whoever went on with the job began none.
        var until = Pce.Calls.TakeWhile(call => !call.Path.Contains("/datafiles/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, until.Count(call => call.Path.EndsWith("/workloads", StringComparison.Ordinal)));
        Assert.True(until.Count < Pce.Calls.Count);
    }

    [Fact]
    public async Task Reads_workloads_once_a_day_apart_from_the_reconcile()
    {
        await DeployAsync();
        await using (
            var ledger = DynamoDbLedger.Connect(
                new LedgerPlace { Table = Deployment.Table, Owner = "test-owner" },
                region: null,
                TimeProvider.System,
                () => 0.5
            )
        )
        {
            await ledger.RecordWorkloadsAsync([], DateTimeOffset.UtcNow.AddHours(-25), Cancellation);
        }

        var functions = await StartFunctionsAsync();
        Pce.ClearCalls();
        await functions.BringAsync(Messages("45.83.0.1"));
        Assert.Equal(["45.83.0.1"], await Listed());
        Assert.Equal(0, WorkloadsRead());

        await functions.Reconciler.InvokeAsync(Schedule, TimeSpan.FromSeconds(90), Cancellation);
        var asked = Assert.Single(await functions.WaitingAsync());
        Assert.True((bool)JsonNode.Parse(asked)!["readsWorkloads"]!);
        Pce.ClearCalls();
        await functions.Reconciler.InvokeAsync(SqsEvent.Of(("workloads", asked)), Patient, Cancellation);
        Assert.Equal(1, WorkloadsRead());
    }

    [Fact]
    public async Task Takes_no_lease_by_a_clock_that_is_not_AWSs()
    {
        await DeployAsync();
        var function = await StartReconcilerAsync(("AWS_ENDPOINT_URL_DYNAMODB", Aws.Wire.Address.ToString()));
        Aws.Wire.ShiftDate(Deployment.Table, TimeSpan.FromSeconds(-60));
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        // AWS tells its time to the second, and an answer takes a while.
        Assert.Contains(function.Log, line => AMinuteAhead().IsMatch(line.ToJsonString()));
        Assert.DoesNotContain(function.Log, line => line["GoodReconciles"] is not null);

        Aws.Wire.ShiftDate(Deployment.Table, TimeSpan.FromSeconds(-5));
        await function.InvokeAsync(Schedule, Patient, Cancellation);
        Assert.Contains(function.Log, line => line["GoodReconciles"] is not null);
    }

    [GeneratedRegex("6[0-9] s ahead of AWS")]
    private static partial Regex AMinuteAhead();

    private int WorkloadsRead() =>
        Pce.Calls.Count(call => call.Method is "GET" && call.Path.EndsWith("/workloads", StringComparison.Ordinal));

    private IEnumerable<JsonNode> Sent() => Aws.Wire.Sent.Where(sent => (string)sent["QueueUrl"]! == Deployment.Requests);
}
