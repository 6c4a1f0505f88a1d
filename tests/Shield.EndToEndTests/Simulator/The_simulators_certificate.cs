using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class The_simulators_certificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shield-tls-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_trusted_by_whoever_trusts_its_authority_and_by_nobody_else()
    {
        await using var pce = await SimulatedPce.StartAsync(PceHands.Options with { Tls = true }, Cancellation);
        Assert.Equal("https", pce.Url.Scheme);
        Assert.Equal(200, await Status(pce, pce.CaPem!));
        Assert.Equal(200, await Status(pce, pce.CaPem!, "localhost"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Status(pce, pce.CaPem!, "127.0.0.2"));

        await using var other = await SimulatedPce.StartAsync(PceHands.Options with { Tls = true }, Cancellation);
        await Assert.ThrowsAsync<HttpRequestException>(() => Status(pce, other.CaPem!));
        using var trusting = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => trusting.GetAsync(new Uri(pce.Url, "/api/v2/node_available"), Cancellation));
    }

    [Fact]
    public async Task Is_kept_in_a_folder_for_the_next_start()
    {
        var options = PceHands.Options with { Tls = true, TlsFolder = _folder };
        string ca;
        await using (var first = await SimulatedPce.StartAsync(options, Cancellation))
        {
            ca = await File.ReadAllTextAsync(Path.Combine(_folder, "ca.pem"), Cancellation);
            Assert.Equal(first.CaPem, ca);
        }

        await using var second = await SimulatedPce.StartAsync(options, Cancellation);
        Assert.Equal(200, await Status(second, ca));
    }

    private static async Task<int> Status(SimulatedPce pce, string ca, string host = "127.0.0.1")
    {
        using var authority = X509Certificate2.CreateFromPem(ca);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(new Uri($"https://{host}:{pce.Url.Port}/api/v2/node_available"), Cancellation);
        return (int)answer.StatusCode;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
