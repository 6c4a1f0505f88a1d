using System.Net;

namespace Shield.Pce.Calling;

/// <summary>The real network under a <see cref="PceClient"/>. Tests and simulations hand the client another handler.</summary>
public static class PceHandler
{
    /// <param name="options">Of a PCE, or without a <see cref="PceOptions.Url"/> for anything else that is asked over https.</param>
    public static HttpMessageHandler For(PceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
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
        if (options.Url is { } url)
        {
            // A proxy would be handed the key in clear text, and would look for the PCE on its own machine.
            handler.UseProxy = !Loopback.IsMeantBy(new Uri(url));
            handler.SslOptions = new TlsCheck(options).Options();
        }

        return handler;
    }
}
