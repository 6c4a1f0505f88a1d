using Polly.Timeout;

namespace Shield.Pce.Calling;

/// <summary>Below the retries, so that each of them costs a token too.</summary>
internal sealed class RequestBudgetHandler(RequestBudget budget, TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await budget.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (CallLimit.Of(request).IsOver(clock))
        {
            // A process that was stopped for a while must not send what it was about to: the lease under which it writes may be another's
            // by now.
            throw new TimeoutRejectedException();
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
