using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Pce.Calling;

namespace Shield.Notifying.Links;

/// <summary>
/// The right to decide once about one hold. Its text is <c>Base64Url(fields).Base64Url(HMAC-SHA256(secret, purpose, owner, fields))</c>:
/// nobody without the secret can make or change one, and one of another deployment or made for something else does not count.
/// </summary>
public sealed record HoldToken
{
    private const string Purpose = "guardduty-shield/decide-about-hold/1";

    /// <summary>A name of a domain has at most 253 characters; the rest is short.</summary>
    private const int LongestText = 800;

    /// <summary><see cref="ActKind.Approve"/> or <see cref="ActKind.Reject"/>.</summary>
    public required ActKind Asks { get; init; }

    /// <summary>To whom it was sent: it proves that somebody read that channel, and not who.</summary>
    public required string Channel { get; init; }

    public required Indicator Party { get; init; }

    /// <summary>What was seen of the hold (<see cref="Core.Telling.HoldPrint"/>).</summary>
    public required string Hold { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Makes it this and no other token.</summary>
    public required string Nonce { get; init; }

    /// <summary>
    /// Of the act that it leads to. The ledger takes an id once, so that the token counts once, wherever and however often it is brought.
    /// Never of the form of a UUID of version 7, which would tell of an order.
    /// </summary>
    public string ActId
    {
        get
        {
            var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Purpose}\n{Nonce}")));
            return $"{hex[..12]}0{hex[13..32]}";
        }
    }

    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <param name="owner"><c>Pce:OwnerId</c>.</param>
    public string Sign(Secret secret, string owner)
    {
        var fields = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Asks.ToWord()} {Channel} {Party} {Hold} {Until.ToUnixTimeSeconds()} {Nonce}")
        );
        return $"{Base64Url.EncodeToString(fields)}.{Base64Url.EncodeToString(SignatureOf(fields, secret, owner))}";
    }

    /// <returns>Null for whatever this deployment did not sign. Whether it still counts is another question.</returns>
    public static HoldToken? Read(string text, Secret secret, string owner)
    {
        if (
            text.Length > LongestText
            || text.Split('.') is not [var left, var right]
            || !Base64Url.IsValid(left)
            || !Base64Url.IsValid(right)
        )
        {
            return null;
        }

        var fields = Base64Url.DecodeFromChars(left);
        return
            CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(right), SignatureOf(fields, secret, owner))
            && Encoding.UTF8.GetString(fields).Split(' ') is [var word, var channel, var party, var hold, var until, var nonce]
            ? new HoldToken
            {
                Asks = word == ActKind.Approve.ToWord() ? ActKind.Approve : ActKind.Reject,
                Channel = channel,
                Party = Indicator.Parse(party),
                Hold = hold,
                Until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)),
                Nonce = nonce,
            }
            : null;
    }

    private static byte[] SignatureOf(ReadOnlySpan<byte> fields, Secret secret, string owner) =>
        HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret.Reveal()),
            (byte[])[.. Encoding.UTF8.GetBytes($"{Purpose}\n{owner}\n"), .. fields]
        );
}
