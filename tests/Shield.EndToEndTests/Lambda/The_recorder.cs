using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Shield.EndToEndTests.Aws;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Lambda;

/// <summary>The function that brings findings into the ledger, whatever else is wrong (law 17).</summary>
public sealed class The_recorder(AwsHands aws) : LambdaTest(aws)
{
    [Fact]
    public async Task Puts_what_it_does_not_understand_with_the_dead_letters_at_once()
    {
        await DeployAsync();
        var functions = await StartFunctionsAsync();
        var messages = Messages("45.83.0.1", "45.83.0.2");
        (string, string)[] poison =
        [
            ("broken", "{\"detail\":"),
            ("prose", "45.83.0.9 is evil"),
            ("foreign", """{"Type":"Notification","Message":"hello"}"""),
            ("half", $$"""{"findings":[{{FindingText.BruteForce("45.83.0.3")}},{"id":"x"}]}"""),
        ];
        var answer = await functions.BringAsync([messages[0], .. poison, messages[1]]);
        Assert.Equal("""{"batchItemFailures":[]}""", answer.Text);
        Assert.Equal(
            poison.Select(message => message.Item2).Order(StringComparer.Ordinal),
            (await Deployment.TakeMessagesAsync(Deployment.DeadLetters, Cancellation)).Order(StringComparer.Ordinal)
        );
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
        var functions = await StartFunctionsAsync();
        var finding = EventBridge(FindingText.BruteForce("45.83.0.1"));
        var answer = await functions.Recorder.InvokeAsync(
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
        await functions.PassOnAsync();
        Assert.Equal(["45.83.0.1"], await Listed());
    }

    [Fact]
    public async Task Fails_an_event_of_no_queue_that_it_does_not_understand_and_goes_on()
    {
        await DeployAsync();
        var function = await StartRecorderAsync();
        Assert.Equal(LambdaEnd.Failed, (await function.InvokeAsync("""{"hello":"world"}""", Patient, Cancellation)).End);
        Assert.Equal(LambdaEnd.Failed, (await function.InvokeAsync("no json", Patient, Cancellation)).End);
        Assert.Equal(
            LambdaEnd.Failed,
            (await function.InvokeAsync("""{"Records":[{"eventSource":"aws:sqs","body":"{}"}]}""", Patient, Cancellation)).End
        );
        Assert.Equal(LambdaEnd.Answered, (await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation)).End);
    }

    [Fact]
    public async Task Says_that_the_stacks_own_parameter_is_missing()
    {
        await DeployAsync();
        await Deployment.DropAsync("stack", Cancellation);
        var function = await StartRecorderAsync();
        Assert.Contains(
            $"/guardduty-shield/{Stack}/stack",
            (string)JsonNode.Parse(await function.InitError)!["errorMessage"]!,
            StringComparison.Ordinal
        );
        await function.Process.WaitForExitAsync(Cancellation);
        Assert.Equal(1, function.Process.ExitCode);
    }

    /// <summary>What the operator set, and the key, are none of its business: it starts and records as ever.</summary>
    [Theory]
    [InlineData("nonsense")]
    [InlineData("no settings")]
    [InlineData("no key")]
    [InlineData("settings of a later version")]
    [InlineData("stack of a later version")]
    public async Task Needs_nothing_but_the_stacks_own_parameter(string state)
    {
        await DeployAsync();
        await (
            state switch
            {
                "nonsense" => Deployment.PutAsync("settings", "{\"Pce\":", Cancellation),
                "no settings" => Deployment.DropAsync("settings", Cancellation),
                "settings of a later version" => AddUnknownKeyAsync("settings"),
                "stack of a later version" => AddUnknownKeyAsync("stack"),
                _ => Deployment.DropAsync("pce-key", Cancellation),
            }
        );
        var function = await StartRecorderAsync();
        Assert.Equal(
            """{"batchItemFailures":[]}""",
            (await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1", "45.83.0.2")), Patient, Cancellation)).Text
        );
        Assert.Equal(2, (int)Assert.Single(function.Log, line => line["Sightings"] is not null)["Sightings"]!);
        Assert.Equal(1, await Deployment.CountMessagesAsync(Deployment.Requests, Cancellation));
        Assert.Equal(
            state is "stack of a later version",
            function.Log.Any(line => line.ToJsonString().Contains("Later:Key", StringComparison.Ordinal))
        );
    }

    /// <summary>As after a rollback: the newer version's deployment wrote a key that this version does not know.</summary>
    private async Task AddUnknownKeyAsync(string parameter)
    {
        var settings = JsonNode.Parse(await Deployment.ReadAsync(parameter, Cancellation))!.AsObject();
        settings["Later"] = new JsonObject { ["Key"] = true };
        await Deployment.PutAsync(parameter, settings.ToJsonString(), Cancellation);
    }

    [Fact]
    public async Task Asks_for_no_reconcile_where_nothing_is_news()
    {
        await DeployAsync();
        var function = await StartRecorderAsync();
        var batch = SqsEvent.Of(Messages("45.83.0.1", "45.83.0.2"));
        await function.InvokeAsync(batch, Patient, Cancellation);
        Assert.Single(await Deployment.TakeMessagesAsync(Deployment.Requests, Cancellation));

        await function.InvokeAsync(batch, Patient, Cancellation);
        Assert.Empty(await Deployment.TakeMessagesAsync(Deployment.Requests, Cancellation));
        Assert.Equal(2, (int)Assert.Single(function.Log, line => line["Duplicates"] is not null)["Duplicates"]!);
    }

    [Fact]
    public async Task Acknowledges_what_is_recorded_where_nobody_can_be_asked_to_reconcile()
    {
        await DeployAsync();
        await Deployment.Queues.DeleteQueueAsync(Deployment.Requests, Cancellation);
        var function = await StartRecorderAsync();
        Assert.Equal(
            """{"batchItemFailures":[]}""",
            (await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation)).Text
        );
        Assert.Contains(function.Log, line => line.ToJsonString().Contains("nobody was asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Offers_again_what_the_ledger_did_not_take_and_what_no_dead_letter_queue_did()
    {
        await DeployAsync();
        var function = await StartRecorderAsync();
        await function.Ready;
        await Deployment.Queues.DeleteQueueAsync(Deployment.DeadLetters, Cancellation);
        Assert.Equal(
            ["prose"],
            SqsEvent.Failures(
                (
                    await function.InvokeAsync(
                        SqsEvent.Of([("prose", "45.83.0.9 is evil"), .. Messages("45.83.0.1")]),
                        Patient,
                        Cancellation
                    )
                ).Text
            )
        );

        await Deployment.Tables.UpdateTableAsync(
            new UpdateTableRequest { TableName = Deployment.Table, DeletionProtectionEnabled = false },
            Cancellation
        );
        await Deployment.Tables.DeleteTableAsync(Deployment.Table, Cancellation);
        Assert.Equal(
            ["m0", "m1"],
            SqsEvent.Failures((await function.InvokeAsync(SqsEvent.Of(Messages("45.83.0.2", "45.83.0.3")), Patient, Cancellation)).Text)
        );
    }

    /// <summary>As a laptop of an earlier version does, which knows one queue only.</summary>
    [Fact]
    public async Task Passes_on_a_request_to_reconcile()
    {
        await DeployAsync();
        var function = await StartRecorderAsync();
        await function.InvokeAsync(
            SqsEvent.Of(("request", """{"shield":"reconcile","why":"unblock by ann","atOnce":true}""")),
            Patient,
            Cancellation
        );
        var request = Assert.Single(await Deployment.TakeMessagesAsync(Deployment.Requests, Cancellation));
        Assert.True((bool)JsonNode.Parse(request)!["atOnce"]!);
    }
}
