namespace Shield.EndToEndTests.Campaign;

/// <summary>The network of one process: it leads to the PCE of the moment, and every call passes by <see cref="Process"/>.</summary>
internal sealed class WatchedWire(Process process, Func<HttpMessageInvoker> pce) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fate = process.BeforeCall(request.Method.Method, request.RequestUri!.AbsolutePath);
        if (fate is Does.LoseBefore)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the request never arrived");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var answer = await pce().SendAsync(request, cancellationToken);
        process.AfterCall(request.Method.Method, request.RequestUri!.AbsolutePath, (int)answer.StatusCode, fate);
        return fate is Does.LoseAfter ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer never came") : answer;
    }
}
