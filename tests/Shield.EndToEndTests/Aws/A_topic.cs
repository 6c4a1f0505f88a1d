using System.Text.Json.Nodes;
using Shield.EndToEndTests.Lambda;

namespace Shield.EndToEndTests.Aws;

/// <summary>News on a topic of SNS, with a queue that is subscribed to it.</summary>
public sealed class A_topic(AwsHands aws) : LambdaTest(aws)
{
    [Fact]
    public async Task Gets_a_test_message_that_is_signed_as_AWS_wants()
    {
        var topic = await SubscribeAsync("try");
        Environment["SHIELD_NOTIFY__OPS__KIND"] = "sns";
        Environment["SHIELD_NOTIFY__OPS__URL"] = topic;

        var answer = (await Json("notify", "test", "ops")).Expect(0).Json;
        Assert.Matches(@"\Apublished as [0-9a-f-]{36}\z", (string)answer["answer"]!);
        var published = JsonNode.Parse(Assert.Single(await Deployment.TakeMessagesAsync(QueueOf("try"), Cancellation)))!;
        Assert.Equal("GuardDuty Shield test-owner: this is a test, nothing happened", (string?)published["Subject"]);

        Environment["SHIELD_NOTIFY__OPS__URL"] = topic[..^3] + "nowhere";
        Assert.Contains(
            "does not exist",
            (string)(await Json("notify", "test", "ops")).Expect(1).Json["answer"]!,
            StringComparison.Ordinal
        );
    }

    /// <summary>The function tells, as the parameter <c>settings</c> says; each change once, however often the schedule comes.</summary>
    [Fact]
    public async Task Gets_what_the_function_that_reconciles_has_to_tell()
    {
        var topic = await SubscribeAsync("news");
        await Deployment.PutAsync(
            "settings",
            SettingsWith("""}, "Notify":{"ops":{"Kind":"sns","Url":"TOPIC"}""".Replace("TOPIC", topic, StringComparison.Ordinal)),
            Cancellation
        );
        (await Initialise()).Expect(0);
        var functions = await StartFunctionsAsync();
        await functions.BringAsync(Messages("45.83.0.1"));
        Assert.Equal(["45.83.0.1"], await Listed());
        await functions.ScheduleAsync();

        var told = JsonNode.Parse(Assert.Single(await Deployment.TakeMessagesAsync(QueueOf("news"), Cancellation)))!;
        Assert.Equal("GuardDuty Shield test-owner: 1 blocked", (string?)told["Subject"]);
        Assert.Contains("45.83.0.1 is blocked inbound", (string?)told["Message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_the_only_place_that_settings_without_secrets_may_name()
    {
        await Deployment.PutAsync(
            "settings",
            SettingsWith("""}, "Notify":{"ops":{"Kind":"slack","Url":"https://hooks.slack.com/services/x"}"""),
            Cancellation
        );
        var error = (await Json("status")).Expect(1).Json["error"]!;
        Assert.Contains("Notify:ops:Url", (string)error["message"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("services/x", error.ToJsonString(), StringComparison.Ordinal);
    }

    private string QueueOf(string name) => _queues[name];

    private readonly Dictionary<string, string> _queues = [];

    /// <summary>By plain HTTP: no project of ours needs the SDK of SNS.</summary>
    private async Task<string> SubscribeAsync(string name)
    {
        var queue = (await Deployment.Queues.CreateQueueAsync($"{Deployment.Name}-{name}", Cancellation)).QueueUrl;
        _queues[name] = queue;
        var topic = await AskAsync("CreateTopic", "TopicArn", ("Name", $"{Deployment.Name}-{name}"));
        var arn = $"arn:aws:sqs:eu-west-1:{topic.Split(':')[4]}:{Deployment.Name}-{name}";
        await AskAsync("Subscribe", "SubscriptionArn", ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", arn));
        return topic;
    }

    private static async Task<string> AskAsync(string action, string wanted, params (string Key, string Value)[] fields)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, System.Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL"))
        {
            Content = new FormUrlEncodedContent([
                new("Action", action),
                new("Version", "2010-03-31"),
                .. fields.Select(field => KeyValuePair.Create(field.Key, field.Value)),
            ]),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260310/eu-west-1/sns/aws4_request, SignedHeaders=host, Signature=0"
        );
        using var answer = await http.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Split($"<{wanted}>")[1].Split('<')[0];
    }
}
