namespace Shield.EndToEndTests.Cli;

/// <summary>
/// Counts what is written to the PCE. At a chosen write the connection breaks, before that write arrives or after it took effect, and stays
/// broken until <see cref="Heal"/>. As a failed TLS handshake it is, which no client tries again.
/// </summary>
internal sealed class BreakingWire
{
    private int? _breaksAt;
    private bool _afterEffect;
    private bool _isBroken;
    private (HttpMethod Method, TaskCompletionSource Reached, TaskCompletionSource Released)? _held;

    /// <summary>PUT, POST and DELETE since the last <see cref="Heal"/>.</summary>
    public int Writes { get; private set; }

    /// <summary>The next write waits before it goes out, until somebody calls what this returns.</summary>
    public (Task Reached, Action LetGo) HoldNext(HttpMethod method)
    {
        var (reached, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        _held = (method, reached, released);
        return (reached.Task, released.SetResult);
    }

    public void BreakAt(int write, bool afterEffect) => (_breaksAt, _afterEffect) = (write, afterEffect);

    public void Heal() => (_breaksAt, _isBroken, Writes) = (null, false, 0);

    public HttpMessageHandler Over(HttpMessageHandler network) => new Handler(this, network);

    private sealed class Handler(BreakingWire wire, HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (wire._held is { } held && held.Method == request.Method)
            {
                wire._held = null;
                held.Reached.SetResult();
                await held.Released.Task.WaitAsync(cancellationToken);
            }

            var isWrite = request.Method != HttpMethod.Get;
            if (isWrite && !wire._isBroken)
            {
                wire.Writes++;
            }

            if (!wire._isBroken && !(isWrite && wire.Writes == wire._breaksAt))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            if (!wire._isBroken && wire._afterEffect)
            {
                using var lost = await base.SendAsync(request, cancellationToken);
            }

            wire._isBroken = true;
            throw new HttpRequestException(HttpRequestError.SecureConnectionError, "the connection broke");
        }
    }
}
