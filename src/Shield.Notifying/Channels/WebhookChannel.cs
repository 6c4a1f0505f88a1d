using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shield.Pce.Calling;

namespace Shield.Notifying.Channels;

/// <summary>
/// The message as JSON, signed as <c>standardwebhooks.com</c> describes: HMAC-SHA256 over id, timestamp and body, so that a receiver can
/// use any library that knows it.
/// </summary>
internal sealed class WebhookChannel(WebClient web, Secret url, Secret secret, TimeProvider clock) : IChannel
{
    private const string KeyPrefix = "whsec_";

    public Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken)
    {
        var body = message.ToJson();
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return web.PostAsync(
            url.Reveal(),
            body,
            [
                ("webhook-id", message.Id),
                ("webhook-timestamp", timestamp),
                ("webhook-signature", Signature(secret, message.Id, timestamp, body)),
            ],
            cancellationToken
        );
    }

    internal static string Signature(Secret secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret.Reveal()), signed))}";
    }

    /// <summary>Libraries write a key as <c>whsec_</c> and Base64; any other text is the key itself.</summary>
    private static byte[] KeyOf(string text)
    {
        var bytes = new byte[text.Length];
        return
            text.StartsWith(KeyPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[KeyPrefix.Length..], bytes, out var length)
            ? bytes[..length]
            : Encoding.UTF8.GetBytes(text);
    }
}
