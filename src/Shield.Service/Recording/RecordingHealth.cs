namespace Shield.Service.Recording;

/// <summary>Whether the ledger takes what comes: what <c>/readyz</c> says to whoever sends findings.</summary>
internal sealed class RecordingHealth(TimeProvider clock)
{
    /// <summary>
    /// After so long without another attempt it is not known any more. A balancer that sends nothing here would never learn otherwise that
    /// the ledger is back. Measured, and not by dates: a clock that is set back by a day must not keep it so for a day.
    /// </summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private volatile Failure? _last;

    /// <summary>Why the last attempt to record failed; null where it did not, or where that was long ago.</summary>
    public string? WhyNot => _last is { } failure && clock.GetElapsedTime(failure.At) < Memory ? failure.Why : null;

    public void Succeeded() => _last = null;

    public void Failed(string why) => _last = new Failure(why, clock.GetTimestamp());

    private sealed record Failure(string Why, long At);
}
