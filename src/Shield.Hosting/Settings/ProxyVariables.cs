using System.Collections;
using System.Collections.Immutable;

namespace Shield.Hosting.Settings;

/// <summary>
/// The usual variables that name a proxy. One that is no address would be passed over without a word, and the PCE asked directly.
/// </summary>
public static class ProxyVariables
{
    /// <summary>
    /// As .NET reads them for https: https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.defaultproxy. The PCE is asked over
    /// http on loopback only, and never through a proxy.
    /// </summary>
    private static readonly ImmutableArray<string> Names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    private static readonly ImmutableArray<string> Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <param name="environment">All variables of the process.</param>
    /// <returns>A fault for each, without its value, which may hold a password.</returns>
    public static ImmutableArray<string> Faults(IDictionary environment) =>
        [
            .. from name in Names
            where environment[name] is string value && !string.IsNullOrWhiteSpace(value) && !IsAddress(value.Trim())
            select $"{name}: is no address of a proxy, such as http://proxy.example.com:3128 (http, https, socks4, socks4a or socks5)",
        ];

    private static bool IsAddress(string value)
    {
        var (scheme, rest) = value.Split("://", 2) is [var named, var after] ? (named, after) : ("http", value);
        // A password may hold characters that no address can.
        var place = rest[(rest.LastIndexOf('@') + 1)..];
        return Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase)
            && Uri.TryCreate($"http://{place}", UriKind.Absolute, out var url)
            && url is { AbsolutePath: "/", Query: "", Fragment: "" }
            && Uri.CheckHostName(url.DnsSafeHost) is not UriHostNameType.Unknown
            // A bare word is more likely one that was meant for something else: "none", "true".
            && (rest.Length < value.Length || place.AsSpan().IndexOfAny('.', ':') >= 0);
    }
}
