using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Lambda;

/// <summary>One instance of each function, and the pollers between them: what the recorder asks for is brought to the reconciler.</summary>
internal sealed class Functions(
    Bootstrap recorder,
    Bootstrap reconciler,
    StackOnMoto stack,
    TimeSpan patience,
    CancellationToken cancellationToken
)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public Bootstrap Recorder => recorder;

    public Bootstrap Reconciler => reconciler;

    /// <summary>What either of them logged.</summary>
    public IEnumerable<JsonNode> Log => [.. recorder.Log, .. reconciler.Log];

    /// <summary>Messages of the findings' queue, and then all requests to reconcile that follow.</summary>
    /// <returns>The recorder's answer.</returns>
    public async Task<LambdaAnswer> BringAsync(params IEnumerable<(string Id, string Body)> messages)
    {
        var answer = await recorder.InvokeAsync(SqsEvent.Of(messages), patience, cancellationToken);
        await PassOnAsync();
        return answer;
    }

    public Task<LambdaAnswer> ScheduleAsync() => reconciler.InvokeAsync(LambdaTest.Schedule, patience, cancellationToken);

    /// <summary>Takes the requests that wait for the reconciler, once their time has come.</summary>
    public async Task<IReadOnlyList<string>> WaitingAsync()
    {
        while (await stack.CountMessagesAsync(stack.Requests, cancellationToken) > 0)
        {
            if (await stack.TakeMessagesAsync(stack.Requests, cancellationToken) is [_, ..] bodies)
            {
                return bodies;
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }

        return [];
    }

    /// <summary>Brings the reconciler its requests, delayed ones too when their time has come, until there are none.</summary>
    public async Task PassOnAsync()
    {
        while (await WaitingAsync() is [_, ..] bodies)
        {
            var answer = await reconciler.InvokeAsync(
                SqsEvent.Of(bodies.Select((body, index) => ($"request{index}", body))),
                patience,
                cancellationToken
            );
            Assert.Equal("""{"batchItemFailures":[]}""", answer.Text);
        }
    }
}
