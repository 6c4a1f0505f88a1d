using System.Net;
using Microsoft.AspNetCore.Http;

namespace Shield.Console.Access;

/// <summary>
/// Who may see the console at all. Without a sign-in that is somebody on this machine, with nobody between, and who asks for this machine
/// by its own name: a page of somebody else whose name was made to lead here (DNS rebinding) has another.
/// </summary>
internal sealed class ConsoleGate(ConsoleParts parts)
{
    /// <returns>Why not; null where the request may pass.</returns>
    public string? WhyNot(HttpContext context)
    {
        if (!parts.IsFromThisMachine(context))
        {
            return "The console shows itself to a browser on the same machine only, since no sign-in is configured.";
        }

        return IsThisMachine(context.Request.Host.Host)
            ? null
            : "The console answers on this machine to localhost, 127.0.0.1 or [::1], and to no other name.";
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
