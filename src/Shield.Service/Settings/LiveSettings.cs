using Microsoft.Extensions.Hosting;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Service.Settings;

/// <summary>
/// The settings that count now. The file is looked at every few seconds, by its bytes: a mounted file of a cluster changes by a link, and
/// an editor by a new file, which no date tells for certain. A file that is half saved is no settings file, and what was read before
/// counts.
/// </summary>
internal sealed class LiveSettings : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly SettingsPlace _place;
    private readonly Action<string> _note;
    private readonly TimeProvider _clock;
    private volatile SettingsInForce _inForce;
    private byte[]? _seen;

    /// <exception cref="SettingsException">What recording needs is wrong; with every other fault.</exception>
    public LiveSettings(SettingsPlace place, Action<string> note, TimeProvider clock)
    {
        (_place, _note, _clock) = (place, note, clock);
        // Before the settings themselves: a change that comes between the two is then a change.
        _seen = place.File is { } file ? Bytes(file) : null;
        _inForce = SettingsInForce.AtStart(place, clock.GetUtcNow());
    }

    public SettingsInForce Now => _inForce;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_place.File is not { } file)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look(file);
        }
    }

    private void Look(string file)
    {
        var bytes = Bytes(file);
        if ((bytes, _seen) is (null, null) || (bytes is not null && _seen is not null && bytes.AsSpan().SequenceEqual(_seen)))
        {
            return;
        }

        _seen = bytes;
        var before = _inForce;
        var after = before.ReadAgain(_place, _clock.GetUtcNow());
        _inForce = after;
        foreach (var refused in after.Refused)
        {
            _note($"settings: {refused}");
        }

        if (!ReferenceEquals(after.Whole, before.Whole))
        {
            _note($"settings: {file} was read again and counts from now on");
        }
    }

    /// <summary>
    /// Without the thread that <see cref="BoundedFile"/> takes for each reading: a pipe has no length, and is not opened.
    /// </summary>
    /// <returns>Null where it cannot be read: a reader of the settings says why.</returns>
    private static byte[]? Bytes(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: > 0 and <= BoundedFile.UsualLimit } ? File.ReadAllBytes(file) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
