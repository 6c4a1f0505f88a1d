using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Shield.PceSimulator.Tls;

/// <summary>
/// A certificate authority of the simulator's own and one certificate by it, for this machine's loopback names: as with a PCE on
/// premises, a client must be told whom to trust (docs/pce.md#2-calls-and-keys).
/// </summary>
internal sealed record OwnAuthority(X509Certificate2 Server, string CaPem) : IDisposable
{
    private const string CaFile = "ca.pem";
    private const string ServerFile = "server.pem";
    private const string KeyFile = "server.key";

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>
    /// The certificates in the folder, so that clients go on trusting the simulator after a restart. Where there are none, or they have
    /// expired, new ones are made and kept there.
    /// </summary>
    /// <param name="folder">Null: new ones, in memory only.</param>
    public static OwnAuthority In(string? folder)
    {
        // The machine's time, never the simulator's: that is what a client checks a certificate against.
        var now = TimeProvider.System.GetUtcNow();
        if (folder is null)
        {
            return Make(now, out _);
        }

        string Path(string file) => System.IO.Path.Combine(folder, file);
        if (File.Exists(Path(CaFile)) && File.Exists(Path(ServerFile)) && File.Exists(Path(KeyFile)))
        {
            using var kept = X509Certificate2.CreateFromPemFile(Path(ServerFile), Path(KeyFile));
            if (kept.NotAfter.ToUniversalTime() > now.UtcDateTime.AddDays(1))
            {
                return new OwnAuthority(Usable(kept), File.ReadAllText(Path(CaFile)));
            }
        }

        Directory.CreateDirectory(folder);
        var made = Make(now, out var key);
        File.WriteAllText(Path(CaFile), made.CaPem);
        File.WriteAllText(Path(ServerFile), made.Server.ExportCertificatePem());
        WritePrivate(Path(KeyFile), key);
        return made;
    }

    public void Dispose() => Server.Dispose();

    private static OwnAuthority Make(DateTimeOffset now, out string keyPem)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=Simulated PCE CA", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true)
        );
        caRequest.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        caRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(caRequest.PublicKey, critical: false));
        using var ca = caRequest.CreateSelfSigned(now - TimeSpan.FromDays(1), now + Life);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Environment.MachineName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, true, false));
        using var certificate = request.Create(
            ca,
            now - TimeSpan.FromDays(1),
            now + Life - TimeSpan.FromMinutes(1),
            RandomNumberGenerator.GetBytes(12)
        );
        using var withKey = certificate.CopyWithPrivateKey(key);
        keyPem = key.ExportPkcs8PrivateKeyPem();
        return new OwnAuthority(Usable(withKey), ca.ExportCertificatePem());
    }

    /// <summary>Exported and loaded again: on Windows, TLS takes no private key that exists in memory only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(path, options);
        file.Write(text);
    }
}
