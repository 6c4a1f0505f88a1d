using System.Net;

namespace Shield.Pce.Calling;

/// <summary>What never leaves this machine: where http is good enough for a secret, and where no proxy has a part.</summary>
internal static class Loopback
{
    /// <summary>
    /// 127.0.0.0/8 and ::1, also as an IPv4 address in IPv6 (::ffff:127.0.0.1), and the name <c>localhost</c>. No other name: what it leads
    /// to is for the name service to say.
    /// </summary>
    public static bool IsNamedBy(Uri url) =>
        IPAddress.TryParse(url.DnsSafeHost.Split('%')[0], out var address) ? IsOne(address) : IsLocalhost(url);

    /// <summary>Besides, the names below <c>localhost</c>, which are for this machine alone (RFC 6761, 6.3).</summary>
    public static bool IsMeantBy(Uri url) => IsNamedBy(url) || HostOf(url).EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static bool IsOne(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLocalhost(Uri url) => HostOf(url).Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static string HostOf(Uri url) => url.DnsSafeHost.TrimEnd('.');
}
