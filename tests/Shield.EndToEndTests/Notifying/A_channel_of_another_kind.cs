using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Shield.Notifying;

namespace Shield.EndToEndTests.Notifying;

public sealed class A_channel_of_another_kind : ChannelTest
{
    [Fact]
    public async Task Sends_mail_that_holds_nothing_but_plain_text()
    {
        await using var server = new MailServer();
        var channel = Channel(
            "email",
            $"smtp://shield%40corp@127.0.0.1:{server.Port}",
            "Secret=a password",
            "From=shield@example.com",
            "To=soc@example.com, night@example.com"
        );
        Assert.Equal(new Delivered("2.0.0 queued as 4711"), await SendAsync(channel, HostileMessage));

        var mail = Assert.Single(server.Mails);
        var (headers, text) = (
            mail[..mail.IndexOf("\n\n", StringComparison.Ordinal)],
            mail[mail.IndexOf("\n\n", StringComparison.Ordinal)..]
        );
        Assert.Contains("Subject: GuardDuty Shield prod: 1 held, 1 blocked", headers, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("forged", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("\nSubject: forged", text, StringComparison.Ordinal);
        Assert.Contains("203.0.113.9 is blocked inbound", text, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<soc@example.com>", server.Commands);
        Assert.Contains("RCPT TO:<night@example.com>", server.Commands);
        var login = server.Commands.Single(command => command.StartsWith("AUTH PLAIN ", StringComparison.Ordinal))["AUTH PLAIN ".Length..];
        Assert.Equal("\0shield@corp\0a password", Encoding.UTF8.GetString(Convert.FromBase64String(login)));
    }

    [Theory]
    [InlineData("450 4.2.1 later", typeof(Failed))]
    [InlineData("554 5.7.1 spam <b>", typeof(Unwanted))]
    public async Task Hears_what_a_mail_server_says(string verdict, Type what)
    {
        await using var server = new MailServer { Verdict = verdict };
        var delivery = await SendAsync(
            Channel("email", $"smtp://127.0.0.1:{server.Port}", "From=shield@example.com", "To=soc@example.com"),
            HostileMessage
        );
        Assert.IsType(what, delivery);
        Assert.Contains(verdict[4..], delivery.What, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_a_mail_once_that_was_taken_whatever_comes_after_that()
    {
        await using var server = new MailServer { SaysGoodbye = false };
        var delivery = await SendAsync(
            Channel("email", $"smtp://127.0.0.1:{server.Port}", "From=shield@example.com", "To=soc@example.com"),
            HostileMessage,
            Short with
            {
                Attempt = TimeSpan.FromSeconds(4),
                All = TimeSpan.FromSeconds(12),
            }
        );
        Assert.IsType<Delivered>(delivery);
        Assert.Single(server.Mails);
    }

    /// <summary>RFC 5424, section 6: one line for each news, over UDP a datagram each.</summary>
    [Fact]
    public async Task Writes_syslog_to_a_datagram_a_line()
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
        Assert.IsType<Delivered>(await SendAsync(Channel("syslog", $"udp://127.0.0.1:{port}"), HostileMessage));
        foreach (var (kind, priority) in new[] { ("held", 132), ("blocked", 133) })
        {
            AssertLine(Encoding.UTF8.GetString((await udp.ReceiveAsync(Token)).Buffer), kind, priority);
        }
    }

    [Fact]
    public async Task Writes_syslog_over_TCP_each_line_with_its_length()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var got = ReadAllAsync(listener);
        var channel = Channel("syslog", $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "Digest=1h");
        Assert.IsType<Delivered>(await SendAsync(channel, HostileMessage));

        var bytes = await got;
        var space = Array.IndexOf(bytes, (byte)' ');
        Assert.Equal(bytes.Length - space - 1, int.Parse(Encoding.ASCII.GetString(bytes, 0, space), null));
        AssertLine(Encoding.UTF8.GetString(bytes[(space + 1)..]), "digest", 132);

        listener.Stop();
        Assert.IsType<Failed>(await SendAsync(channel, HostileMessage));
    }

    [Fact]
    public async Task Writes_no_syslog_over_TLS_to_whom_it_cannot_trust()
    {
        await using var server = await HttpsServer.StartAsync("", Token);
        var failed = Assert.IsType<Failed>(
            await SendAsync(Channel("syslog", $"tls://127.0.0.1:{new Uri(server.Url).Port}"), HostileMessage)
        );
        Assert.False(failed.IsPassing);
        Assert.StartsWith("no TLS", failed.What, StringComparison.Ordinal);
    }

    private static void AssertLine(string line, string kind, int priority)
    {
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Matches(
            new Regex(
                $"""\A<{priority}>1 2026-03-10T12:00:00\.000000Z \S+ shield \d+ {kind} \[shield@32473( [a-z]+="([^"\\\]]|\\["\\\]])*")+\] \uFEFF.+\z"""
            ),
            line
        );
    }

    private static async Task<byte[]> ReadAllAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        using var all = new MemoryStream();
        await client.GetStream().CopyToAsync(all, Token);
        return all.ToArray();
    }
}
