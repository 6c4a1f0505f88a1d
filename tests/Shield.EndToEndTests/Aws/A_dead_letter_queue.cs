using Amazon.SQS.Model;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Aws;

public sealed class A_dead_letter_queue(AwsHands aws) : StackTest(aws)
{
    [Fact]
    public async Task Is_emptied_into_the_ledger()
    {
        foreach (var host in Enumerable.Range(1, 23))
        {
            await Send(FindingText.BruteForce($"198.51.99.{host}"));
        }

        var run = (await Json("ingest", $"sqs://{Stack}-dead")).Expect(0);

        Assert.Equal(23, (int)run.Json["findings"]!);
        Assert.Equal(0, await Left());
    }

    [Fact]
    public async Task Keeps_what_is_rejected_and_names_it()
    {
        await Send(FindingText.BruteForce("198.51.99.1"));
        var poison = await Send("poison");

        var run = (await Json("ingest", $"sqs://{Stack}-dead")).Expect(4);

        Assert.Equal(1, (int)run.Json["findings"]!);
        Assert.Equal($"sqs://{Stack}-dead/{poison}", (string?)Assert.Single(run.Json["rejected"]!.AsArray())!["source"]);
        Assert.Contains("1 message(s) with something that was rejected stay", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, await Left());
    }

    [Fact]
    public async Task May_be_named_by_its_address_and_loses_requests_to_reconcile()
    {
        await Send("""{"shield":"reconcile","why":"schedule"}""");
        await Send(FindingText.BruteForce("198.51.99.1"));

        var run = (await Json("ingest", DeadLetters.Replace("http://", "sqs://", StringComparison.Ordinal))).Expect(0);

        Assert.Equal(1, (int)run.Json["findings"]!);
        Assert.Contains("1 request(s) to reconcile were taken off", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Left());
    }

    [Fact]
    public async Task That_is_empty_is_nothing_to_do() =>
        Assert.Equal(0, (int)(await Json("ingest", $"sqs://{Stack}-dead")).Expect(0).Json["findings"]!);

    [Fact]
    public async Task That_is_not_there_is_a_fault()
    {
        var run = (await Json("ingest", "sqs://no-such-queue")).Expect(1);

        Assert.Contains("The queue 'no-such-queue' does not exist", (string?)run.Json["rejected"]![0]!["reason"], StringComparison.Ordinal);
    }

    private async Task<string> Send(string body) => (await Aws.Queues.SendMessageAsync(DeadLetters, body, Cancellation)).MessageId;

    private async Task<int> Left()
    {
        var answer = await Aws.Queues.GetQueueAttributesAsync(
            new GetQueueAttributesRequest { QueueUrl = DeadLetters, AttributeNames = ["All"] },
            Cancellation
        );
        return answer.ApproximateNumberOfMessages + answer.ApproximateNumberOfMessagesNotVisible;
    }
}
