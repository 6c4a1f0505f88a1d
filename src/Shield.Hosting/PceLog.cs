using Microsoft.Extensions.Logging;
using Shield.Pce.Calling;

namespace Shield.Hosting;

/// <summary>What the PCE's client has to tell, as notes on standard error.</summary>
internal sealed class PceLog(Action<string> note) : ILogger<PceClient>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (IsEnabled(logLevel))
        {
            note(formatter(state, exception));
        }
    }
}
