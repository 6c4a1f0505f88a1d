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

    /// <summary>PUT, POST and DELETE since the last <see cref="Heal"/>.</summary>
    public int Writes { get; private set; }

    public void BreakAt(int write, bool afterEffect) => (_breaksAt, _afterEffect) = (write, afterEffect);

    public void Heal() => (_breaksAt, _isBroken, Writes) = (null, false, 0);

    public HttpMessageHandler Over(HttpMessageHandler network) => new Handler(this, network);

    private sealed class Handler(BreakingWire wire, HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
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
