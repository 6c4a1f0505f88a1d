using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Shield.Hosting.Settings;

namespace Shield.Notifying.Channels;

/// <summary>
/// Plain text by SMTP, never without TLS but on loopback: with <c>smtps</c> from the first byte, with <c>smtp</c> by STARTTLS.
/// </summary>
internal sealed class EmailChannel(ChannelSettings settings) : IChannel
{
    private const int MostSentences = 300;

    private const int UsualPort = 587;

    private const int UsualTlsPort = 465;

    public async Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new SmtpClient();
            return await SendAsync(client, Mail(message), cancellationToken);
        }
        catch (SmtpCommandException fault)
        {
            var what = $"{(int)fault.StatusCode} {Lines.Clean(fault.Message)}";
            return (int)fault.StatusCode < 500 ? new Failed(what)
                : fault.ErrorCode is SmtpErrorCode.MessageNotAccepted ? new Unwanted(what)
                : new Failed(what) { IsPassing = false };
        }
        catch (Exception fault) when (fault is AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            return new Failed(
                fault is SslHandshakeException
                    ? "no TLS with this server: its certificate is not trusted, or it speaks none"
                    : Lines.Clean(fault.Message)
            )
            {
                IsPassing = false,
            };
        }
        catch (Exception fault) when (fault is ProtocolException or IOException or SocketException)
        {
            return new Failed($"no answer as of a mail server: {Lines.Clean(fault.Message)}");
        }
    }

    private async Task<Delivery> SendAsync(SmtpClient client, MimeMessage mail, CancellationToken cancellationToken)
    {
        var url = new Uri(settings.Url.Reveal());
        var isTls = url.Scheme is "smtps";
        await client.ConnectAsync(
            url.DnsSafeHost,
            url.Port > 0 ? url.Port
                : isTls ? UsualTlsPort
                : UsualPort,
            isTls ? SecureSocketOptions.SslOnConnect
                : url.IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable
                : SecureSocketOptions.StartTls,
            cancellationToken
        );
        if (settings.Secret is { } password)
        {
            await client.AuthenticateAsync(Uri.UnescapeDataString(url.UserInfo), password.Reveal(), cancellationToken);
        }

        var answer = await client.SendAsync(mail, cancellationToken);
        await SayGoodbyeAsync(client, cancellationToken);
        return new Delivered(Lines.Clean(answer));
    }

    /// <summary>The server has taken the mail: whatever goes wrong after that must not send it a second time.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception fault)
            when (fault is ProtocolException or CommandException or IOException or SocketException or OperationCanceledException)
        {
            // It hung up first, or takes its time.
        }
    }

    private MimeMessage Mail(Message message)
    {
        var mail = new MimeMessage
        {
            MessageId = $"{message.Id}@shield.{message.Owner}",
            Date = message.At,
            Subject = Lines.Title(message),
            Body = new TextPart("plain") { Text = Lines.Text(message, MostSentences) },
        };
        mail.From.Add(MailboxAddress.Parse(settings.From!));
        mail.To.AddRange(settings.To.Select(address => MailboxAddress.Parse(address)));

        // No answer by a machine that is on holiday (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }
}
