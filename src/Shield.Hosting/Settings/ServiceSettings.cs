using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Hosting.Settings.Rows;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary><c>Service:…</c>, which only <c>shield run</c> uses.</summary>
public sealed record ServiceSettings
{
    /// <summary>A shorter one can be guessed.</summary>
    private const int ShortestKey = 16;

    /// <summary>Of the webhook; null where no bearer token counts.</summary>
    public Secret? Token { get; init; }

    /// <summary>Of the webhook; null where no signature counts.</summary>
    public Secret? Secret { get; init; }

    public TimeSpan ReplayWindow { get; init; } = ServiceRows.ReplayWindow.Standard;

    public int MaxBytes { get; init; } = ServiceRows.MaxBytes.Standard;

    public int RequestsPerSecond { get; init; } = ServiceRows.RequestsPerSecond.Standard;

    public ImmutableArray<AddressRange> Proxies { get; init; } = [];

    /// <summary>A PEM file; null where nothing is served by https.</summary>
    public string? Certificate { get; init; }

    /// <summary>A PEM file; null where the key is in <see cref="Certificate"/>.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Somebody may post findings.</summary>
    public bool HasWebhook => Token is not null || Secret is not null;

    internal static ServiceSettings Read(SettingReader reader)
    {
        return new ServiceSettings
        {
            Token = ReadKey(ServiceRows.Token),
            Secret = ReadKey(ServiceRows.Secret),
            ReplayWindow = reader.Value(ServiceRows.ReplayWindow),
            MaxBytes = reader.Value(ServiceRows.MaxBytes),
            RequestsPerSecond = reader.Value(ServiceRows.RequestsPerSecond),
            Proxies = reader.List(ServiceRows.Proxies),
            Certificate = reader.Value(ServiceRows.Certificate),
            CertificateKey = reader.Value(ServiceRows.CertificateKey),
        };

        Secret? ReadKey(ValueSetting<Secret?> setting)
        {
            var key = reader.Value(setting);
            if (key?.Reveal().Length < ShortestKey)
            {
                reader.Fault(setting.Name, $"must have at least {ShortestKey} characters; openssl rand -hex 32 makes one");
            }

            return key;
        }
    }
}
