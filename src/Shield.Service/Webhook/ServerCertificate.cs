using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shield.Hosting.Settings;

namespace Shield.Service.Webhook;

/// <summary>The certificate that clients are shown, read again when its file changes: most are renewed every few weeks.</summary>
internal sealed class ServerCertificate(string file, string? keyFile, Action<string> note, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private X509Certificate2? _certificate;
    private DateTime _writtenAt;
    private long _lookedAt;

    /// <exception cref="SettingsException">There is none yet, and the files hold none.</exception>
    public X509Certificate2 Get()
    {
        lock (_gate)
        {
            if (_certificate is { } known && clock.GetElapsedTime(_lookedAt) < Every)
            {
                return known;
            }

            _lookedAt = clock.GetTimestamp();
            var writtenAt = File.GetLastWriteTimeUtc(file);
            if (_certificate is null || writtenAt != _writtenAt)
            {
                Read();
                _writtenAt = writtenAt;
            }

            return _certificate!;
        }
    }

    public void Dispose() => _certificate?.Dispose();

    private void Read()
    {
        try
        {
            // The one before is left to the collector: a connection may still be using it.
            _certificate = X509Certificate2.CreateFromPemFile(file, keyFile);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (_certificate is null)
            {
                throw new SettingsException([$"Service:Certificate: '{file}' and its key cannot be used: {wrong.Message}"]);
            }

            note($"the certificate '{file}' cannot be read again, the one before is shown: {wrong.Message}");
        }
    }
}
