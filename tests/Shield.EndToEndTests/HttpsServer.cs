using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests;

/// <summary>A server whose certificate no system trusts: only who is told of its authority.</summary>
internal sealed class HttpsServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private int _visits;

    private HttpsServer(WebApplication web) => _web = web;

    public string Url => _web.Urls.First();

    /// <summary>A PEM file with its authority.</summary>
    public string Authority { get; } = Path.GetTempFileName();

    /// <summary>How many requests came in whole.</summary>
    public int Visits => _visits;

    public static Task<HttpsServer> StartAsync(string answer, CancellationToken cancellationToken) =>
        StartAsync(answer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), host: null, cancellationToken);

    /// <param name="answer">To every request.</param>
    /// <param name="from">When the certificate begins.</param>
    /// <param name="to">When it ends.</param>
    /// <param name="host">Whom it is for; null: 127.0.0.1.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<HttpsServer> StartAsync(
        string answer,
        DateTimeOffset from,
        DateTimeOffset to,
        string? host,
        CancellationToken cancellationToken
    )
    {
        var certificate = Certificate(from, to, host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var server = new HttpsServer(builder.Build());
        server._web.Run(context =>
        {
            Interlocked.Increment(ref server._visits);
            return context.Response.WriteAsync(answer);
        });
        await File.WriteAllTextAsync(server.Authority, certificate.ExportCertificatePem(), cancellationToken);
        await server._web.StartAsync(cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        File.Delete(Authority);
    }

    private static X509Certificate2 Certificate(DateTimeOffset from, DateTimeOffset to, string? host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=A private authority", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(from, to);
    }
}
