using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Shield.Pce;

/// <summary>The real network under a <see cref="PceClient"/>. Tests and simulations hand the client another handler.</summary>
public static class PceHandler
{
    /// <exception cref="System.Security.Cryptography.CryptographicException"><see cref="PceOptions.CaBundle"/> is no PEM file of certificates.</exception>
    public static HttpMessageHandler For(PceOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the credentials to another place.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // Names are resolved again: a PCE's front moves.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        if (options.CaBundle is { } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustingOnly(file) };
        }

        return handler;
    }

    internal static X509ChainPolicy TrustingOnly(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
