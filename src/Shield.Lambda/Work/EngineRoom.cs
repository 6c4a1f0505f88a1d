using Shield.Hosting.Settings;

namespace Shield.Lambda.Work;

/// <summary>
/// Keeps the engine, and makes a new one when its settings have grown old or its key was refused: the key may have been changed for
/// another.
/// </summary>
internal sealed class EngineRoom(
    Func<CancellationToken, Task<ShieldSettings>> readSettings,
    Func<ShieldSettings, Engine> build,
    Action<string> note,
    TimeProvider clock
)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>A refused key is not asked for at every event.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(30);

    private Engine? _engine;
    private long _builtAt;

    /// <exception cref="SettingsException">There is none yet, and its settings are wrong.</exception>
    /// <exception cref="Aws.AwsException">There is none yet, and its settings cannot be read.</exception>
    public Task<Engine> GetAsync(CancellationToken cancellationToken) => GetAsync(Life, cancellationToken);

    /// <summary>After the PCE refused the key.</summary>
    /// <returns>Null where it was read a moment ago.</returns>
    public async Task<Engine?> RenewAsync(CancellationToken cancellationToken)
    {
        var before = _engine;
        var engine = await GetAsync(ShortestLife, cancellationToken);
        return ReferenceEquals(engine, before) ? null : engine;
    }

    private async Task<Engine> GetAsync(TimeSpan life, CancellationToken cancellationToken)
    {
        if (_engine is { } engine && clock.GetElapsedTime(_builtAt) < life)
        {
            return engine;
        }

        try
        {
            var fresh = build(await readSettings(cancellationToken));
            await (_engine?.DisposeAsync() ?? ValueTask.CompletedTask);
            (_engine, _builtAt) = (fresh, clock.GetTimestamp());
        }
        catch (Exception fault) when (_engine is not null && fault is SettingsException or Aws.AwsException)
        {
            // What worked goes on working while somebody writes nonsense into a parameter.
            note($"the settings could not be read again, those of before count: {fault.Message}");
            _builtAt = clock.GetTimestamp();
        }

        return _engine!;
    }
}
