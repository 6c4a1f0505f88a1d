using Shield.Hosting;

namespace Shield.Service.Reconciling;

/// <summary>Where whoever recorded something asks for a reconcile: however many ask, one request waits.</summary>
/// <param name="changed">Told that something was recorded.</param>
internal sealed class ReconcileInbox(Action changed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asked = new(0, 1);
    private ReconcileRequest? _waiting;

    public void Ask(ReconcileRequest request)
    {
        lock (_gate)
        {
            _waiting = _waiting is { } other ? ReconcileRequest.Merge([other, request]) : request;
            if (_asked.CurrentCount is 0)
            {
                _asked.Release();
            }
        }

        changed();
    }

    /// <returns>What was asked for since the last call; null: nothing.</returns>
    public ReconcileRequest? Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = null;
            _asked.Wait(0);
            return taken;
        }
    }

    public void Dispose() => _asked.Dispose();

    /// <summary>Returns when somebody asks, or when the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            await _asked.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
