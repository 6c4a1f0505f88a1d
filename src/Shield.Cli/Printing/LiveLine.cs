using Shield.Hosting;

namespace Shield.Cli.Printing;

/// <summary>
/// One line on a terminal's standard error that is written over as work goes on, twice a second at most, and is gone at the end.
/// </summary>
public sealed class LiveLine(TextWriter error, TimeProvider clock) : IDisposable
{
    private const string ToStartAndClear = "\r\u001b[K";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private long _shownAt = clock.GetTimestamp();
    private bool _isShown;

    /// <param name="text">Asked for only when it is time to show something.</param>
    public void Show(Func<string> text)
    {
        if (clock.GetElapsedTime(_shownAt) < Pause)
        {
            return;
        }

        error.Write(ToStartAndClear + SafeText.Of(text()));
        error.Flush();
        (_shownAt, _isShown) = (clock.GetTimestamp(), true);
    }

    public void Dispose()
    {
        if (_isShown)
        {
            error.Write(ToStartAndClear);
            error.Flush();
        }
    }
}
