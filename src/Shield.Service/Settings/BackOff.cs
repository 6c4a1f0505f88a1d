namespace Shield.Service.Settings;

/// <summary>How long to wait after failures in a row: twice as long after each, up to a limit.</summary>
internal sealed class BackOff(TimeSpan first, TimeSpan longest)
{
    private int _failures;

    /// <summary>After another failure.</summary>
    public TimeSpan Next()
    {
        var wait = first * Math.Pow(2, Math.Min(_failures++, 30));
        return wait < longest ? wait : longest;
    }

    public void Reset() => _failures = 0;
}
