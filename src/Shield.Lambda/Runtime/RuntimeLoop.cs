namespace Shield.Lambda.Runtime;

/// <summary>Event after event, one at a time, for as long as Lambda lets the process live.</summary>
public static class RuntimeLoop
{
    /// <summary>Where AWS's SDK looks for the header that it passes on with its requests.</summary>
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    /// <param name="api">Lambda's side.</param>
    /// <param name="handle">Gives the answer; whatever it throws is told, and is no end of the loop.</param>
    /// <param name="cancellationToken">Ends the wait for the next event.</param>
    /// <exception cref="HttpRequestException">Lambda cannot be talked to any more.</exception>
    public static async Task RunAsync(
        RuntimeApi api,
        Func<Invocation, CancellationToken, Task<ReadOnlyMemory<byte>>> handle,
        CancellationToken cancellationToken
    )
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var invocation = await api.NextAsync(cancellationToken);
            Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
            await AnswerAsync(api, invocation, handle, cancellationToken);
        }
    }

    private static async Task AnswerAsync(
        RuntimeApi api,
        Invocation invocation,
        Func<Invocation, CancellationToken, Task<ReadOnlyMemory<byte>>> handle,
        CancellationToken cancellationToken
    )
    {
        ReadOnlyMemory<byte> response;
        try
        {
            response = await handle(invocation, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await api.FailAsync(invocation, RuntimeError.Of(exception), cancellationToken);
            return;
        }

        await api.RespondAsync(invocation, response, cancellationToken);
    }
}
