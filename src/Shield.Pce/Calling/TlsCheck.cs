using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Shield.Pce.Calling;

/// <summary>Why no TLS connection came about, in words that name the setting to look at.</summary>
/// <param name="what">Whole sentences without an end; may hold text from a certificate.</param>
internal sealed class TlsException(string what) : AuthenticationException(what);

/// <summary>Looks at the certificate of the PCE as TLS does, and tells what exactly is wrong with it.</summary>
internal sealed class TlsCheck(PceOptions options)
{
    private const int MostNames = 5;

    private readonly string _host = new Uri(options.Url!).DnsSafeHost;

    /// <summary>How each connection to the PCE is made.</summary>
    public SslClientAuthenticationOptions Options() =>
        new()
        {
            CertificateChainPolicy = options.Authorities is { } authorities ? TrustingOnly(authorities) : null,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                errors is SslPolicyErrors.None ? true : throw new TlsException(Fault(certificate, chain, errors)),
        };

    /// <returns>Null for what is no fault of TLS.</returns>
    public static TlsException? In(Exception? fault) =>
        fault switch
        {
            null => null,
            TlsException told => told,
            AuthenticationException handshake => In(handshake.InnerException) ?? new TlsException(OfHandshake(handshake)),
            _ => In(fault.InnerException),
        };

    private static string OfHandshake(AuthenticationException fault) =>
        fault.InnerException is null
            ? "what answers there does not speak TLS: is it the port of the PCE that Pce:Url names?"
            : "the TLS handshake failed: the other side offers no version of TLS that is safe (1.2 or later) and no "
                + "cipher in common, or it refuses ours; is it the PCE that Pce:Url names?";

    private string Fault(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        (certificate as X509Certificate2, errors) switch
        {
            (null, _) => "it shows no certificate: is it the port of the PCE that Pce:Url names?",
            (_, var several) when several.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && OfTime(chain) is { } time => time,
            ({ } shown, var several) when several.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) => OfChain(shown, chain),
            ({ } shown, _) =>
                $"the certificate is for {Names(shown)}, and not for '{_host}': Pce:Url must name the PCE as its certificate does",
        };

    private static string? OfTime(X509Chain? chain)
    {
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            if (element.ChainElementStatus.Any(status => status.Status is X509ChainStatusFlags.NotTimeValid))
            {
                var (from, to) = (element.Certificate.NotBefore.ToUniversalTime(), element.Certificate.NotAfter.ToUniversalTime());
                var which =
                    element == chain!.ChainElements[0]
                        ? "the certificate"
                        : $"the certificate of the authority '{element.Certificate.Subject}'";
                return to < chain.ChainPolicy.VerificationTime.ToUniversalTime() || to < from
                    ? $"{which} has expired: it ended at {Time(to)}; renew it on the PCE, and where the clock of this "
                        + "machine is wrong set that"
                    : $"{which} is not valid yet: it begins at {Time(from)}; is the clock of this machine right, and the PCE's?";
            }
        }

        return null;
    }

    private string OfChain(X509Certificate2 shown, X509Chain? chain)
    {
        var found = chain?.ChainStatus.Select(status => status.Status).Distinct().ToList() ?? [];
        return found.Exists(status =>
                status is not (X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.NoError)
            )
                ? $"the certificate is not accepted ({string.Join(", ", found)}); it is by '{shown.Issuer}'"
            : options.CaBundle is { } bundle
                ? $"the certificate is by an authority that '{bundle}' does not hold ('{shown.Issuer}'): Pce:CaBundle "
                    + "must hold the authority of this PCE, and what lies between"
            : $"the certificate is by an authority that this machine does not trust ('{shown.Issuer}'): set Pce:CaBundle "
                + "to a PEM file of that authority";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension =>
                extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))
            )
            .ToList();
        var told = string.Join(", ", names.Take(MostNames).Select(name => $"'{name}'"));
        return names.Count is 0 ? "no host name"
            : names.Count > MostNames ? $"{told} and {names.Count - MostNames} more"
            : told;
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static X509ChainPolicy TrustingOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
