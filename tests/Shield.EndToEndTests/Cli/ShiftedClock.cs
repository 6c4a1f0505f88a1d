namespace Shield.EndToEndTests.Cli;

/// <summary>The system's clock, put forward or measuring too much; timers run as ever.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _ahead;

    /// <summary>How many seconds are measured in one.</summary>
    public long Speed { get; set; } = 1;

    public override long GetTimestamp() => System.GetTimestamp() * Speed;

    public void Advance(TimeSpan time) => _ahead += time;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
}
