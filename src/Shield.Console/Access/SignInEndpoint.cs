using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shield.Console.Access;

/// <summary>The way in and out: a form with a name and a password. Each attempt is noted, and guessing is slowed.</summary>
internal sealed class SignInEndpoint(ConsoleParts parts, UserFile users, Sessions sessions, SignInLimits limits, IAntiforgery antiforgery)
{
    public const string NameField = "name";
    public const string PasswordField = "password";
    public const string ToField = "to";

    private const int LongestField = 1_000;

    public static IResult Ask(HttpContext context) => Page(context.Request.Query[ToField], wrong: null, StatusCodes.Status200OK);

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context) || !context.Request.HasFormContentType)
        {
            return Page(null, "This form was open for too long, or came from elsewhere. Try again.", StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, password, to) = (Field(form, NameField), Field(form, PasswordField), Field(form, ToField));
        var client = parts.ClientOf(context);
        if (limits.WaitFor(client, name) is { Ticks: > 0 } wait)
        {
            var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = seconds;
            return Page(to, $"Too many wrong attempts. Try again in {seconds} s.", StatusCodes.Status429TooManyRequests);
        }

        if (users.Check(name, password) is not { } user)
        {
            limits.TellWrong(client, name);
            parts.Note($"console: a sign-in from {client} was refused");
            return Page(to, "Name or password is wrong.", StatusCodes.Status401Unauthorized);
        }

        limits.TellRight(client, name);
        parts.Note($"console: {user.Name} signed in from {client}, as {user.Role}");
        SessionCookie.Write(context, sessions.Begin(user), IsPlain(context));
        return TypedResults.LocalRedirect(IsLocal(to) ? to : "/");
    }

    public async Task<IResult> LeaveAsync(HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        sessions.End(SessionCookie.Read(context));
        SessionCookie.Forget(context, IsPlain(context));
        return TypedResults.LocalRedirect(ConsoleGate.SignIn);
    }

    private bool IsPlain(HttpContext context) => parts.IsFromThisMachine(context) && !context.Request.IsHttps;

    private static string Field(IFormCollection form, string name) => form[name].ToString() is { Length: <= LongestField } text ? text : "";

    /// <summary>A path of this console, and no address of somebody else's.</summary>
    private static bool IsLocal(string to) =>
        to.StartsWith('/') && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal);

    private static RazorComponentResult<SignInPage> Page(string? to, string? wrong, int status) =>
        new(new Dictionary<string, object?> { [nameof(SignInPage.To)] = to, [nameof(SignInPage.Wrong)] = wrong }) { StatusCode = status };
}
