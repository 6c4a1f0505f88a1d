using Shield.Aws;
using Shield.Hosting.Settings;

namespace Shield.Lambda.Runtime;

/// <summary>
/// Keeps what a function works with, and makes it anew out of its parameters when it has grown old. What worked goes on working where they
/// are wrong or cannot be read.
/// </summary>
/// <param name="make">Reads the parameters.</param>
/// <param name="clock">Its date counts, not its timestamps: they stand still while Lambda has the process frozen.</param>
internal sealed class Renewed<T>(Func<CancellationToken, Task<T>> make, Action<string> note, TimeProvider clock)
    where T : class, IAsyncDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>What was refused is not asked for at every event.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(30);

    private T? _made;
    private DateTimeOffset _madeAt;

    /// <summary>Why what was made before still counts, where that is because of wrong settings; null where it does not.</summary>
    public string? WhyKept { get; private set; }

    /// <exception cref="SettingsException">There is none yet, and the settings are wrong.</exception>
    /// <exception cref="AwsException">There is none yet, and the parameters cannot be read.</exception>
    public Task<T> GetAsync(CancellationToken cancellationToken) => GetAsync(Life, cancellationToken);

    /// <summary>After the PCE refused the key that came with it: the key may have been changed for another.</summary>
    /// <returns>Null where it was made a moment ago.</returns>
    public async Task<T?> RenewAsync(CancellationToken cancellationToken)
    {
        var before = _made;
        var made = await GetAsync(ShortestLife, cancellationToken);
        return ReferenceEquals(made, before) ? null : made;
    }

    private async Task<T> GetAsync(TimeSpan life, CancellationToken cancellationToken)
    {
        // A clock that was set back says nothing of the age.
        var age = clock.GetUtcNow() - _madeAt;
        if (_made is { } made && age >= TimeSpan.Zero && age < life)
        {
            return made;
        }

        try
        {
            var fresh = await make(cancellationToken);
            await (_made?.DisposeAsync() ?? ValueTask.CompletedTask);
            (_made, WhyKept) = (fresh, null);
        }
        catch (Exception fault) when (_made is not null && fault is SettingsException or AwsException)
        {
            note($"the parameters could not be read again, what they held before counts: {fault.Message}");
            WhyKept = fault is SettingsException ? fault.Message : WhyKept;
        }

        _madeAt = clock.GetUtcNow();
        return _made!;
    }
}
