namespace Shield.EndToEndTests.Campaign;

/// <summary>
/// The time of a history: it passes only while somebody waits for it, and then at once. Everything runs on one thread, so that a history
/// has one course and no other, whatever the machine does meanwhile.
/// </summary>
internal sealed class WorldTime
{
    private readonly PriorityQueue<Timer, (long Due, long Order)> _timers = new();
    private long _order;

    /// <summary>Ticks since the history began.</summary>
    public long Elapsed { get; private set; }

    public static DateTimeOffset Start { get; } = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The right time.</summary>
    public DateTimeOffset Now => Start + TimeSpan.FromTicks(Elapsed);

    public void Pass(TimeSpan time)
    {
        var until = Elapsed + time.Ticks;
        while (_timers.TryPeek(out _, out var next) && next.Due <= until)
        {
            Fire();
        }

        Elapsed = Math.Max(Elapsed, until);
    }

    /// <summary>Does the work; where it waits for a timer, time passes until that one is due.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var running = work();
        while (!running.IsCompleted)
        {
            if (!Fire())
            {
                throw new InvalidOperationException("the work waits for something that is not of this world");
            }
        }

        return running.GetAwaiter().GetResult();
    }

    public void Run(Func<Task> work) =>
        Run(async () =>
        {
            await work();
            return true;
        });

    private bool Fire()
    {
        if (!_timers.TryDequeue(out var timer, out var when))
        {
            return false;
        }

        if (timer.IsDueAt(when.Due))
        {
            Elapsed = Math.Max(Elapsed, when.Due);
            timer.Fire();
        }

        return true;
    }

    private void Schedule(Timer timer, long due) => _timers.Enqueue(timer, (due, _order++));

    /// <summary>Somebody's clock, which may be wrong and may be set; what it measures and waits for is right all the same.</summary>
    internal sealed class Clock(WorldTime time) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => time.Now + Ahead;

        public override long GetTimestamp() => time.Elapsed;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(time, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }
    }

    private sealed class Timer(WorldTime time, TimerCallback callback, object? state) : ITimer
    {
        private long? _due;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _due = dueTime == System.Threading.Timeout.InfiniteTimeSpan ? null : time.Elapsed + dueTime.Ticks;
            if (_due is { } due)
            {
                time.Schedule(this, due);
            }

            return true;
        }

        public bool IsDueAt(long due) => _due == due;

        public void Fire()
        {
            _due = null;
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
