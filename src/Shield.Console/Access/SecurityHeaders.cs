using Microsoft.AspNetCore.Http;

namespace Shield.Console.Access;

/// <summary>
/// What a browser is told about every answer of the console. No script but our own files; nothing of another host; no page around it. Style
/// attributes are allowed, since Blazor's virtual table sets the height of what it leaves out by them; style elements are not.
/// </summary>
internal static class SecurityHeaders
{
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <param name="isHttps">A browser is told to come by https from now on.</param>
    public static void Write(HttpResponse response, bool isHttps)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // With no-referrer a browser would call the origin of our own forms "null".
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (isHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (!headers.ContainsKey("Cache-Control"))
        {
            headers.CacheControl = "no-store";
        }
    }
}
