using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;

namespace Shield.EndToEndTests.Pce;

public sealed class The_PCEs_certificate : IAsyncLifetime
{
    private readonly string _bundle = Path.GetTempFileName();
    private WebApplication _web = null!;
    private int _visits;

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=A PCE's private authority", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(_bundle, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        _web = builder.Build();
        _web.Run(context =>
        {
            _visits++;
            return context.Response.WriteAsync("[]");
        });
        await _web.StartAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Is_believed_when_the_CA_bundle_vouches_for_it() => Assert.Empty(await ReadAsync(_bundle));

    [Fact]
    public async Task Of_an_authority_that_the_system_does_not_know_ends_the_call_before_anything_is_sent()
    {
        var error = await Assert.ThrowsAsync<PceException>(() => ReadAsync(bundle: null));

        Assert.Equal((PceFault.Unreachable, 0), (error.Fault, _visits));
        Assert.Contains("SSL", error.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        File.Delete(_bundle);
    }

    private async Task<IReadOnlyList<Shield.Core.Planning.PceList>> ReadAsync(string? bundle)
    {
        var settings = new PceOptions { Url = _web.Urls.First(), OrgId = "1", ApiKey = PceHands.Key, ApiSecret = Secret.Of(PceHands.Secret), OwnerId = "test-owner", CaBundle = bundle };
        using var client = new PceClient(settings, PceHandler.For(settings), TimeProvider.System, () => 1, NullLogger<PceClient>.Instance);
        return await new IllumioPce(client, settings, TimeProvider.System).ReadActiveAsync(TestContext.Current.CancellationToken);
    }
}
