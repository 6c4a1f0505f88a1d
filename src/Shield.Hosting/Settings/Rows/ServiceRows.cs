using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Service:…</c>: where <c>shield run</c> takes findings from (docs/service.md).</summary>
internal static class ServiceRows
{
    public static readonly ValueSetting<Secret?> Token = SettingType.Secret("Service:Webhook:Token") with
    {
        Of = settings => settings.Service.Token,
        Meaning =
            "`POST /findings` with `Authorization: Bearer …`; at least 16 characters. Without it and without a secret the webhook is off",
    };

    public static readonly ValueSetting<Secret?> Secret = SettingType.Secret("Service:Webhook:Secret") with
    {
        Of = settings => settings.Service.Secret,
        Meaning =
            "The same with a signature by HMAC-SHA256 instead of the token; at least 16 characters ([service](service.md#the-webhook))",
    };

    public static readonly ValueSetting<TimeSpan> ReplayWindow = SettingType.Time(
        "Service:Webhook:ReplayWindow",
        TimeSpan.FromMinutes(5),
        least: TimeSpan.FromSeconds(1)
    ) with
    {
        Of = settings => settings.Service.ReplayWindow,
        Meaning = "How far the time of a signed request may be from now. Within it no signature counts twice",
    };

    public static readonly ValueSetting<int> MaxBytes = SettingType.Size("Service:Webhook:MaxBytes", 1 << 20, 1 << 10, 64 << 20) with
    {
        Bounds = "1KiB to 64MiB",
        Otherwise = "`1MiB`",
        Of = settings => settings.Service.MaxBytes,
        Meaning = "The largest body of a request; a larger one is answered with 413",
    };

    public static readonly ValueSetting<int> RequestsPerSecond = SettingType.Number(
        "Service:Webhook:RequestsPerSecond",
        500,
        1,
        100_000,
        unit: "requests a second"
    ) with
    {
        Of = settings => settings.Service.RequestsPerSecond,
        Meaning = "Of each client address; twice as many may come at once. More are answered with 429, and the sender keeps them",
    };

    public static readonly ListSetting<AddressRange> Proxies = SettingType.Ranges("Service:Proxies") with
    {
        IsReadOnce = true,
        Of = settings => settings.Service.Proxies,
        Meaning =
            "Addresses of reverse proxies that speak TLS to the outside. They may use `http` and must send `X-Forwarded-Proto: https`. "
            + "The client's address is then the last one of their `X-Forwarded-For`",
    };

    public static readonly ValueSetting<string?> Certificate = SettingType.Text("Service:Certificate") with
    {
        Type = "file",
        IsPath = true,
        IsReadOnce = true,
        Of = settings => settings.Service.Certificate,
        Meaning = "For `--urls https://…`: a PEM file with the certificate and those that vouch for it. Read again when it changes",
    };

    public static readonly ValueSetting<string?> CertificateKey = SettingType.Text("Service:CertificateKey") with
    {
        Type = "file",
        Otherwise = "in the same file",
        IsPath = true,
        IsReadOnce = true,
        Of = settings => settings.Service.CertificateKey,
        Meaning = "Its private key, a PEM file without a password",
    };

    public static readonly ImmutableArray<Setting> All =
    [
        Token,
        Secret,
        ReplayWindow,
        MaxBytes,
        RequestsPerSecond,
        Proxies,
        Certificate,
        CertificateKey,
    ];
}
