using System.Net.Sockets;
using System.Text;

namespace Shield.Service;

/// <summary>
/// Tells systemd how far this process is, where it asks for that (<c>Type=notify</c>; sd_notify(3)): a datagram to the socket that
/// <c>NOTIFY_SOCKET</c> names.
/// </summary>
internal static class SystemdNotice
{
    public const string Ready = "READY=1";
    public const string Stopping = "STOPPING=1";

    /// <param name="socketName"><c>NOTIFY_SOCKET</c>; null or empty where nobody asks.</param>
    public static void Send(string? socketName, string message, Action<string> note)
    {
        if (string.IsNullOrEmpty(socketName))
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A name that begins with @ is one of Linux's abstract sockets.
            socket.SendTo(
                Encoding.UTF8.GetBytes(message),
                new UnixDomainSocketEndPoint(socketName[0] is '@' ? $"\0{socketName[1..]}" : socketName)
            );
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            note($"systemd was not told {message}: {fault.Message}");
        }
    }
}
