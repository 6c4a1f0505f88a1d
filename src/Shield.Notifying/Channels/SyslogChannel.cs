using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Shield.Core.Telling;
using Shield.Hosting.Settings;

namespace Shield.Notifying.Channels;

/// <summary>
/// RFC 5424 by UDP (RFC 5426), TCP with octet counting (RFC 6587) or TLS (RFC 5425). A line for each news, which is what such collectors
/// want; with a digest one line in all.
/// </summary>
internal sealed class SyslogChannel(ChannelSettings settings) : IChannel
{
    /// <summary>More lines than this at once are a flood; the last one says how many there are more.</summary>
    private const int MostLines = 500;

    /// <summary>What every receiver must take of a datagram is less, what it should take is more (RFC 5426, 3.2).</summary>
    private const int LongestLine = 2_048;

    /// <summary>local0.</summary>
    private const int Facility = 16;

    /// <summary>The number that RFC 5612 gives to whoever has none.</summary>
    private const string Element = "shield@32473";

    public async Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken)
    {
        var url = new Uri(settings.Url.Reveal());
        var lines = LinesOf(message, settings.Digest > TimeSpan.Zero).Select(Encode).ToList();
        try
        {
            if (url.Scheme is "udp")
            {
                using var udp = new UdpClient(url.DnsSafeHost, url.Port > 0 ? url.Port : 514);
                foreach (var line in lines)
                {
                    await udp.SendAsync(line, cancellationToken);
                }

                return new Delivered($"{lines.Count} datagram(s) sent, which nobody acknowledges");
            }

            await using var stream = await ConnectAsync(url, cancellationToken);
            foreach (var line in lines)
            {
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.Length} ")),
                    cancellationToken
                );
                await stream.WriteAsync(line, cancellationToken);
            }

            await stream.FlushAsync(cancellationToken);
            return new Delivered($"{lines.Count} line(s) written, which nobody acknowledges");
        }
        catch (AuthenticationException fault)
        {
            return new Failed($"no TLS: {Lines.Clean(fault.Message)}") { IsPassing = false };
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return new Failed(Lines.Clean(fault.Message));
        }
    }

    /// <summary>One for each news, or one for all of them.</summary>
    internal static IEnumerable<string> LinesOf(Message message, bool isDigest)
    {
        if (isDigest || message.Test)
        {
            return [Line(message, message.At, message.Test ? "test" : "digest", SeverityOf(message), [], Lines.Title(message))];
        }

        var more = message.News.Length - MostLines + message.More;
        return message
            .News.Take(MostLines)
            .Select(news => Line(message, news.At, news.Kind.ToWord(), SeverityOf(news.Kind), FieldsOf(news), Lines.Sentence(news)))
            .Concat(
                more > 0 ? [Line(message, message.At, "digest", SeverityOf(message), [], $"and {more} more; {Lines.Title(message)}")] : []
            );
    }

    private static string Line(
        Message message,
        DateTimeOffset at,
        string kind,
        int severity,
        IEnumerable<(string Name, string? Value)> fields,
        string text
    )
    {
        (string Name, string? Value)[] all = [("owner", message.Owner), ("message", message.Id), .. fields];
        var data = string.Concat(all.Where(field => field.Value is not null).Select(field => $" {field.Name}=\"{Escape(field.Value!)}\""));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<{(Facility * 8) + severity}>1 {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}Z {HostName} shield "
                + $"{Environment.ProcessId} {kind} [{Element}{data}] \uFEFF{text}"
        );
    }

    private static IEnumerable<(string, string?)> FieldsOf(News news) =>
        [
            ("id", news.Id),
            ("indicator", news.Indicator),
            ("direction", news.Direction),
            ("reason", news.Reason),
            ("type", news.FindingType),
            ("severity", news.Severity?.ToString("0.0", CultureInfo.InvariantCulture)),
            ("accounts", news.Accounts.IsEmpty ? null : string.Join(',', news.Accounts)),
            ("who", news.Who),
            ("until", news.Until?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        ];

    /// <summary>RFC 5424, 6.3.3. What ends a line or moves a cursor is gone already.</summary>
    private static string Escape(string value) =>
        Lines
            .Clean(value)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("]", "\\]", StringComparison.Ordinal);

    private static string HostName => Environment.MachineName is { Length: > 0 } name && name.All(c => c is > ' ' and <= '~') ? name : "-";

    /// <summary>As whole characters.</summary>
    private static byte[] Encode(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var end = Math.Min(bytes.Length, LongestLine);
        while (end < bytes.Length && (bytes[end] & 0xC0) is 0x80)
        {
            end--;
        }

        return bytes[..end];
    }

    private static int SeverityOf(Message message) => message.News.IsEmpty ? 6 : message.News.Min(news => SeverityOf(news.Kind));

    /// <summary>3: error, 4: warning, 5: notice, 6: information.</summary>
    private static int SeverityOf(NewsKind kind) =>
        kind switch
        {
            NewsKind.Unhealthy or NewsKind.NotEnforced or NewsKind.Refused => 3,
            NewsKind.Held or NewsKind.RemovedByHand or NewsKind.KeptBack or NewsKind.Paused => 4,
            NewsKind.Blocked or NewsKind.Recovered => 5,
            _ => 6,
        };

    private static async Task<Stream> ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        var isTls = url.Scheme is "tls";
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(
                url.DnsSafeHost,
                url.Port > 0 ? url.Port
                    : isTls ? 6514
                    : 601,
                cancellationToken
            );
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!isTls)
            {
                return stream;
            }

            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.DnsSafeHost }, cancellationToken);
            return tls;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
