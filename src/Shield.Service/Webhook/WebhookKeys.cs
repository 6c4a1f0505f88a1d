using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Service.Webhook;

/// <summary>
/// Who may post findings: whoever shows the token, or signs with the secret. All comparisons take the same time wherever two texts differ.
/// A signature is <c>hex(HMAC-SHA256(secret, timestamp + "." + body))</c>, so that neither can be changed alone.
/// </summary>
internal sealed class WebhookKeys(TimeProvider clock)
{
    /// <summary>Seconds since 1970, as text.</summary>
    public const string TimestampHeader = "X-Shield-Timestamp";

    /// <summary><c>sha256=</c> and 64 hexadecimal digits.</summary>
    public const string SignatureHeader = "X-Shield-Signature";

    private const string Scheme = "Bearer ";
    private const string BasicScheme = "Basic ";
    private const int LongestBasic = 4_096;
    private const string Algorithm = "sha256=";

    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _seen = [];
    private readonly Queue<(UInt128 Signature, long Timestamp)> _order = [];

    public static bool HasToken(HttpRequest request, ServiceSettings settings) => settings.Token is { } token && HasToken(request, token);

    /// <summary>The same with another token than the webhook's.</summary>
    public static bool HasToken(HttpRequest request, Secret token) =>
        request.Headers.Authorization.ToString() is var told
        && told.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && IsSame(told[Scheme.Length..].Trim(), token);

    /// <summary>
    /// The same as the password of a Basic authorization (RFC 7617), whatever name comes with it: firewalls that pull lists send no other.
    /// </summary>
    public static bool HasPassword(HttpRequest request, Secret token)
    {
        var told = request.Headers.Authorization.ToString();
        if (!told.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase) || told.Length > LongestBasic)
        {
            return false;
        }

        var bytes = new byte[LongestBasic];
        return Convert.TryFromBase64String(told[BasicScheme.Length..].Trim(), bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password]
            && IsSame(password, token);
    }

    /// <summary>Before the body is read: whether the request says that it is signed, and the time in it is of now.</summary>
    /// <returns>Null where the request says so of itself wrongly, or not at all; <paramref name="why"/> tells what is wrong.</returns>
    public SignedRequest? Read(HttpRequest request, ServiceSettings settings, out string why)
    {
        why = "";
        if (settings.Secret is not { } secret)
        {
            why = "a bearer token is wanted";
            return null;
        }

        var (timestamp, signature) = (request.Headers[TimestampHeader].ToString(), request.Headers[SignatureHeader].ToString());
        if (timestamp.Length is 0 || signature.Length is 0)
        {
            why = $"{TimestampHeader} and {SignatureHeader} are wanted" + (settings.Token is null ? "" : ", or a bearer token");
            return null;
        }

        if (
            !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > settings.ReplayWindow.TotalSeconds
        )
        {
            why = $"{TimestampHeader} is not within {settings.ReplayWindow.TotalSeconds:0} s of the time here";
            return null;
        }

        if (!signature.StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase) || !TryDecode(signature[Algorithm.Length..], out var hash))
        {
            why = $"{SignatureHeader} is not sha256= and 64 hexadecimal digits";
            return null;
        }

        return new SignedRequest(timestamp, hash, secret);
    }

    /// <summary>Whether a request of that signature was recorded already.</summary>
    public bool WasRecorded(SignedRequest request, TimeSpan window)
    {
        lock (_gate)
        {
            // A signature is of a time within the window around now: after two of them it is refused by its time alone.
            while (_order.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.Timestamp) > window * 2)
            {
                _seen.Remove(_order.Dequeue().Signature);
            }

            return _seen.Contains(request.Id);
        }
    }

    /// <summary>From now on it is a replay. One that was not recorded may be sent again as it is.</summary>
    public void NoteRecorded(SignedRequest request)
    {
        lock (_gate)
        {
            if (_seen.Add(request.Id))
            {
                _order.Enqueue((request.Id, clock.GetTimestamp()));
            }
        }
    }

    private static bool TryDecode(string hex, out byte[] hash)
    {
        hash = new byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(hex, hash, out var read, out var written) is System.Buffers.OperationStatus.Done
            && read == hex.Length
            && written == hash.Length;
    }

    /// <summary>By their hashes, which are of one length whatever the texts are.</summary>
    private static bool IsSame(string told, Secret wanted) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(told)),
            SHA256.HashData(Encoding.UTF8.GetBytes(wanted.Reveal()))
        );
}

/// <summary>A request that says that it is signed.</summary>
internal sealed record SignedRequest(string Timestamp, byte[] Hash, Secret Secret)
{
    /// <summary>Half of the signature, which nobody can make the same twice.</summary>
    public UInt128 Id => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(Hash);

    public bool IsOf(ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Secret.Reveal()));
        mac.AppendData(Encoding.ASCII.GetBytes($"{Timestamp}."));
        mac.AppendData(body);
        return CryptographicOperations.FixedTimeEquals(mac.GetHashAndReset(), Hash);
    }
}
