using Microsoft.AspNetCore.Http;

namespace Shield.Console.Access;

/// <summary>
/// The cookie that carries a session's id: no script reads it, no other site's page sends it, and it travels by TLS. On this machine by
/// plain http it has another name, since a browser takes the prefix <c>__Host-</c> by https only.
/// </summary>
internal static class SessionCookie
{
    private const string OverTls = "__Host-shield-session";
    private const string OnThisMachine = "shield-session";

    public static string? Read(HttpContext context) => context.Request.Cookies[OverTls] ?? context.Request.Cookies[OnThisMachine];

    /// <param name="isPlain">It came by plain http from this machine.</param>
    public static void Write(HttpContext context, string id, bool isPlain) =>
        context.Response.Cookies.Append(isPlain ? OnThisMachine : OverTls, id, Options(isPlain));

    public static void Forget(HttpContext context, bool isPlain) =>
        context.Response.Cookies.Delete(isPlain ? OnThisMachine : OverTls, Options(isPlain));

    private static CookieOptions Options(bool isPlain) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = !isPlain,
            Path = "/",
            IsEssential = true,
        };
}
