using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;
using Shield.Core.Indicators;
using Shield.Hosting.Settings;

namespace Shield.Service.Webhook;

/// <summary>
/// A key must not travel in the clear: a request comes by TLS, from this machine, or from a proxy that is named in the settings and says
/// that the client came by TLS.
/// </summary>
internal static class Transport
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedProtocol = "X-Forwarded-Proto";

    /// <summary>Nobody stands between.</summary>
    public static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(Plain(remote)) && !IsForwarded(context);

    /// <returns>Why a request may not bring a key; null where it may.</returns>
    public static string? WhyNot(HttpContext context, ServiceSettings settings)
    {
        if (IsFromThisMachine(context) || (context.Request.IsHttps && !IsForwarded(context)))
        {
            return null;
        }

        if (!IsProxy(context, settings))
        {
            // Over TLS anybody may say what he likes about whom he speaks for: nobody listens to it.
            return context.Request.IsHttps ? null : "TLS is wanted: come by https, or through a proxy that Service:Proxies names";
        }

        return context.Request.Headers[ForwardedProtocol].ToString().Equals("https", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"the proxy must say {ForwardedProtocol}: https, and say so only where it is so";
    }

    /// <summary>Whose requests are counted: the client of a named proxy, or whoever is connected.</summary>
    public static IPAddress ClientOf(HttpContext context, ServiceSettings settings)
    {
        var remote = Plain(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return
            IsProxy(context, settings)
            && context.Request.Headers[ForwardedFor].ToString().Split(',')[^1].Trim() is var last
            && IPAddress.TryParse(last, out var client)
            ? Plain(client)
            : remote;
    }

    /// <summary>At the start: an address that would take keys in the clear is refused.</summary>
    /// <exception cref="SettingsException">With every address that is.</exception>
    public static void ThrowIfInTheClear(IEnumerable<Uri> urls, ServiceSettings settings)
    {
        ImmutableArray<string> faults =
        [
            .. urls.Select(url =>
                    url.Scheme == Uri.UriSchemeHttps
                        ? settings.Certificate is null
                            ? $"Service:Certificate: is required for {url.GetLeftPart(UriPartial.Authority)}"
                            : null
                        : url.IsLoopback || !settings.Proxies.IsEmpty
                            ? null
                            : $"--urls: {url.GetLeftPart(UriPartial.Authority)} would take keys in the clear; name https with "
                                + "Service:Certificate, a loopback address, or the proxy before it in Service:Proxies"
                )
                .OfType<string>(),
        ];
        if (!faults.IsEmpty)
        {
            throw new SettingsException(faults);
        }
    }

    private static bool IsForwarded(HttpContext context) =>
        context.Request.Headers.ContainsKey(ForwardedFor) || context.Request.Headers.ContainsKey("Forwarded");

    private static bool IsProxy(HttpContext context, ServiceSettings settings) =>
        context.Connection.RemoteIpAddress is { } remote
        && AddressRange.TryParse(Plain(remote).ToString().Split('%')[0], out var address, out _)
        && settings.Proxies.Any(proxy => proxy.Overlaps(address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
