using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Shield.Aws.Identity;

/// <summary>
/// Signature Version 4 of a request without a query
/// (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html), for a service whose client we do not have.
/// </summary>
public static class RequestSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds date, session token and signature to the request.</summary>
    /// <param name="request">Whose path holds nothing that would need an escape.</param>
    /// <param name="body">What it carries; empty for nothing.</param>
    /// <param name="credentials">Whose request it is.</param>
    /// <param name="region">Of the service.</param>
    /// <param name="service">As credentials name it, such as <c>sns</c>.</param>
    /// <param name="now">Within minutes of AWS's clock.</param>
    public static void Sign(
        HttpRequestMessage request,
        ReadOnlySpan<byte> body,
        ImmutableCredentials credentials,
        string region,
        string service,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credentials);
        var at = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var url = request.RequestUri!;
        (string Name, string Value)[] headers =
        [
            .. request.Content?.Headers.ContentType is { } type ? [("content-type", type.ToString())] : Array.Empty<(string, string)>(),
            ("host", url.IsDefaultPort ? url.Host : url.Authority),
            ("x-amz-date", at),
            .. credentials.UseToken ? [("x-amz-security-token", credentials.Token)] : Array.Empty<(string, string)>(),
        ];
        var signed = string.Join(';', headers.Select(header => header.Name));
        var lines = string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n"));
        var canonical = $"{request.Method.Method}\n{url.AbsolutePath}\n\n{lines}\n{signed}\n{Hash(body)}";
        var scope = $"{at[..8]}/{region}/{service}/aws4_request";
        var key = new[] { at[..8], region, service, "aws4_request" }.Aggregate(
            Encoding.UTF8.GetBytes($"AWS4{credentials.SecretKey}"),
            Hmac
        );
        var signature = Convert.ToHexStringLower(Hmac(key, $"{Algorithm}\n{at}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}"));
        foreach (var (name, value) in headers.Where(header => header.Name is not ("host" or "content-type")))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={signed}, Signature={signature}"
        );
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
