using System.Net;
using Shield.EndToEndTests.Cli;
using Shield.EndToEndTests.Notifying;

namespace Shield.EndToEndTests.Service;

/// <summary><c>shield run</c> tells what is news, as the commands do (docs/notifications.md).</summary>
public sealed class News_of_the_service : ServiceTest
{
    [Fact]
    public async Task Tells_what_became_blocked_once()
    {
        await using var receiver = await ReceiverAsync();
        await Initialise();
        var service = await StartServiceAsync();
        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);

        await UntilAsync(() => Task.FromResult(receiver.Bodies.Any(body => body.Contains("45.83.7.9", StringComparison.Ordinal))), "told");
        (await service.StopAsync()).Expect(0);
        var again = await StartServiceAsync();
        await UntilReadySaysAsync(again, "\"outcome\": \"nothing\"");
        (await again.StopAsync()).Expect(0);

        Assert.Single(receiver.Bodies);
    }

    [Fact]
    public async Task Keeps_no_block_waiting_for_a_channel_that_does_not_answer()
    {
        await using var receiver = await ReceiverAsync();
        receiver.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        await Initialise();
        var service = await StartServiceAsync();
        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);
        await UntilAsync(() => Task.FromResult(!receiver.Got.IsEmpty), "the channel was asked");

        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.10")), HttpStatusCode.Accepted);

        await UntilActiveAsync("45.83.7.10");
        (await service.StopAsync()).Expect(0);
    }

    private async Task<Receiver> ReceiverAsync()
    {
        var receiver = await Receiver.StartAsync();
        Environment["SHIELD_NOTIFY__OPS__KIND"] = "webhook";
        Environment["SHIELD_NOTIFY__OPS__URL"] = receiver.Url;
        Environment["SHIELD_NOTIFY__OPS__SECRET"] = "0123456789abcdef";
        Environment["SHIELD_NOTIFY__OPS__ON"] = "blocked";
        return receiver;
    }
}
