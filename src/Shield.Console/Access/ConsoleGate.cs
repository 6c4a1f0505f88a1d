using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Shield.Console.Access;

/// <summary>
/// Who may see the console. Where somebody can sign in, everybody has to. Without that it is somebody on this machine, with nobody between,
/// who asks for this machine by its own name: a page of somebody else whose name was made to lead here (DNS rebinding) has another.
/// </summary>
internal sealed class ConsoleGate(ConsoleParts parts, UserFile users, Sessions sessions)
{
    public const string SignIn = "/sign-in";

    private const string SessionClaim = "session";

    public bool NeedsSignIn => !users.Read().IsEmpty;

    /// <summary>Lets a request pass, as whoever sent it, or answers it.</summary>
    /// <param name="isOpen">It is the way in itself, which nobody has to be signed in for.</param>
    public async Task GuardAsync(HttpContext context, bool isOpen, RequestDelegate next)
    {
        if (WhyUsersUnknown() is { } unknown)
        {
            // Nobody can be told from anybody else: then nobody comes in.
            parts.Note($"console: {unknown}");
            await RefuseAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "Who may sign in cannot be read. The log of shield says why."
            );
            return;
        }

        if (WhyNot(context) is { } refused)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, refused);
            return;
        }

        if (NeedsSignIn)
        {
            var id = SessionCookie.Read(context);
            if (sessions.Find(id, isUse: true) is { } visitor)
            {
                context.User = new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(ClaimTypes.Name, visitor.Name!), new Claim(SessionClaim, id!)], "session")
                );
            }
            else if (!isOpen)
            {
                await AskForSignInAsync(context);
                return;
            }
        }

        await next(context);
    }

    /// <summary>Who somebody is now, who came with this identity: asked again before each act.</summary>
    /// <returns>Null where the session has ended.</returns>
    public Visitor? VisitorOf(ClaimsPrincipal identity, bool isUse)
    {
        if (identity.FindFirst(SessionClaim)?.Value is { } session)
        {
            return sessions.Find(session, isUse);
        }

        return NeedsSignIn ? null : Visitor.OnThisMachine;
    }

    public static string? SessionOf(ClaimsPrincipal identity) => identity.FindFirst(SessionClaim)?.Value;

    private string? WhyUsersUnknown()
    {
        try
        {
            users.Read();
            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    private string? WhyNot(HttpContext context)
    {
        // Another page's script may open a socket to here with the cookies of its victim: its origin gives it away.
        if (context.Request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOurs(origin, context.Request))
        {
            return "The console answers to its own pages only.";
        }

        if (NeedsSignIn)
        {
            return parts.WhyNotSecret(context);
        }

        if (!parts.IsFromThisMachine(context))
        {
            return "The console shows itself to a browser on the same machine only, since no sign-in is configured.";
        }

        return IsThisMachine(context.Request.Host.Host)
            ? null
            : "The console answers on this machine to localhost, 127.0.0.1 or [::1], and to no other name.";
    }

    private bool IsOurs(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url)
        && (
            url.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            || (parts.PublicUrl is { } known && url.Authority.Equals(known.Authority, StringComparison.OrdinalIgnoreCase))
        );

    private static async Task AskForSignInAsync(HttpContext context)
    {
        var isPage = HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/_blazor");
        if (isPage)
        {
            context.Response.Redirect($"{SignIn}?to={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Sign in first.");
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
