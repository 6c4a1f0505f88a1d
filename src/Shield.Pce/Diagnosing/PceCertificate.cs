using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;

namespace Shield.Pce.Diagnosing;

/// <summary>The certificate that the PCE shows, looked at in a connection of its own over which nothing is sent.</summary>
public static class PceCertificate
{
    private const int LongestFault = 600;

    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);

    /// <returns>When it ends; null where no TLS is spoken (http on loopback).</returns>
    /// <exception cref="PceException">It was not reached directly (a proxy is not asked); or it was, and <see cref="PceException.IsTls"/>
    /// says that the connection is not to be trusted.</exception>
    public static async Task<DateTimeOffset?> ReadEndAsync(PceOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var url = new Uri(options.Url!);
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(TimeOut, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var wire = new TcpClient();
            await wire.ConnectAsync(url.DnsSafeHost, url.Port, both.Token).ConfigureAwait(false);
            await using var tls = new SslStream(wire.GetStream());
            var asked = new TlsCheck(options).Options();
            asked.TargetHost = url.DnsSafeHost;
            await tls.AuthenticateAsClientAsync(asked, both.Token).ConfigureAwait(false);
            return tls.RemoteCertificate is X509Certificate2 shown ? shown.NotAfter.ToUniversalTime() : null;
        }
        catch (Exception fault) when (TlsCheck.In(fault) is { } tls)
        {
            throw new PceException(PceFault.Unreachable, $"{url.Authority}: {Redaction.Printable(tls.Message, LongestFault)}")
            {
                IsTls = true,
            };
        }
        catch (Exception fault)
            when (fault is SocketException or IOException
                || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new PceException(
                PceFault.Unreachable,
                $"{url.Authority}: "
                    + $"{(fault is OperationCanceledException ? $"no connection within {TimeOut.TotalSeconds:0} s" : fault.Message)}"
            );
        }
    }
}
