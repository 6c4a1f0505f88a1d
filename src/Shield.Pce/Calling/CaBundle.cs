using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Shield.Pce.Calling;

/// <summary>The authorities of <c>Pce:CaBundle</c>, read once: a pipe gives its content one time only.</summary>
/// <param name="Certificates">Empty where there is a fault.</param>
/// <param name="Fault">Why it is no bundle; null where it is one.</param>
internal sealed record CaBundle(X509Certificate2Collection Certificates, string? Fault)
{
    public static CaBundle Read(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.UTF8.GetString(BoundedFile.Read(path, BoundedFile.UsualLimit)));
            return certificates.Count > 0
                ? new CaBundle(certificates, null)
                : Wrong(path, "it holds no certificate: a PEM file is wanted, with -----BEGIN CERTIFICATE-----");
        }
        catch (IOException fault)
        {
            return Wrong(path, fault.Message);
        }
        catch (CryptographicException)
        {
            return Wrong(
                path,
                "it holds a certificate that cannot be read; each one must be whole, from -----BEGIN CERTIFICATE----- "
                    + "to -----END CERTIFICATE-----"
            );
        }
    }

    private static CaBundle Wrong(string path, string why) => new([], $"'{path}' cannot be used: {why}");
}
