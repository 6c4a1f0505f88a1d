namespace Shield.Console.Live;

/// <summary>
/// Tells every open page that something was recorded or reconciled: once for many things that happen together, so that a flood of findings
/// is a few readings and not thousands.
/// </summary>
public sealed class Changes(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _generation;

    /// <summary>Raised on a thread of its own; a page goes back to its own by <c>InvokeAsync</c>.</summary>
    public event Action? Happened;

    /// <summary>Grows with each thing that happened: what was read before it may be old.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public void Tell()
    {
        Interlocked.Increment(ref _generation);
        lock (_gate)
        {
            _timer ??= clock.CreateTimer(_ => Raise(), null, Gathering, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
        }
    }

    private void Raise()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }

        Happened?.Invoke();
    }
}
