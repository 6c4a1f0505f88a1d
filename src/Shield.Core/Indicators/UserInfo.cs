using System.Text.RegularExpressions;

namespace Shield.Core.Indicators;

/// <summary>
/// Name and password in an address of the web (RFC 3986, section 3.2.1): <c>http://ana:secret@proxy.example:3128</c>. .NET says the whole
/// address of a proxy that refuses, so what a library says of a call is told only without them (law 14).
/// </summary>
public static partial class UserInfo
{
    public static string StrikeOut(string text) => Before().Replace(text, "***@");

    [GeneratedRegex("""(?<=://)[^/\s'"]*@""", RegexOptions.CultureInvariant)]
    private static partial Regex Before();
}
