namespace Shield.Pce.Calling;

/// <summary>
/// Reads the body before the answer goes up, so that time-out and retry cover a connection that breaks in the middle of it, and a
/// body without end costs bounded memory.
/// </summary>
internal sealed class WholeAnswerHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // 500 lists of 10,000 entries in all are about 2 MB.
    private const long LongestBody = 64 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestBody, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
