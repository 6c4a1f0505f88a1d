using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Shield.Console.Access;
using Shield.Console.Acting;
using Shield.Console.Assets;
using Shield.Console.Layout;
using Shield.Console.Live;
using Shield.Console.Map;

namespace Shield.Console;

/// <summary>The web console, as a part of the service: what it needs, and what it serves.</summary>
public static class ShieldConsole
{
    public static void AddTo(IServiceCollection services, ConsoleParts parts)
    {
        services.AddSingleton(parts);
        services.AddSingleton(parts.Changes);
        services.AddSingleton<Readings>();
        services.AddSingleton(new PictureReader(parts.Clock));
        services.AddSingleton(parts.Users);
        services.AddSingleton(new Sessions(parts.Users, parts.SessionIdle, parts.SessionLife, parts.Clock));
        services.AddSingleton(new SignInLimits(parts.Clock));
        services.AddSingleton<SignInEndpoint>();
        services.AddSingleton<ConsoleGate>();
        services.AddScoped<Who>();
        services.AddScoped<Desk>();
        // Keys that live as long as the process: what they protect (a circuit, a form) lives no longer.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "shield-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
    }

    /// <summary>To be called after routing.</summary>
    public static void Serve(WebApplication web)
    {
        web.UseWhen(IsOfConsole, console => console.Use(GuardAsync));
        web.UseAntiforgery();
        web.MapGet("/", context => RedirectAsync(context, ConsolePage.First.Address)).WithMetadata(OfConsole.Mark);
        web.MapMethods(ConsoleAssets.Route, [HttpMethods.Get, HttpMethods.Head], ConsoleAssets.AnswerAsync).WithMetadata(OfConsole.Open);
        var way = web.Services.GetRequiredService<SignInEndpoint>();
        web.MapGet(ConsoleGate.SignIn, context => SignInEndpoint.Ask(context).ExecuteAsync(context)).WithMetadata(OfConsole.Open);
        web.MapPost(ConsoleGate.SignIn, async context => await (await way.TakeAsync(context)).ExecuteAsync(context))
            .WithMetadata(OfConsole.Open);
        web.MapPost("/sign-out", async context => await (await way.LeaveAsync(context)).ExecuteAsync(context)).WithMetadata(OfConsole.Open);
        web.MapRazorComponents<App>().AddInteractiveServerRenderMode().WithMetadata(OfConsole.Mark);
    }

    private static bool IsOfConsole(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OfConsole>() is not null;

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            SecurityHeaders.Write(context.Response, isHttps: context.Request.IsHttps);
            return Task.CompletedTask;
        });
        var mark = context.GetEndpoint()!.Metadata.GetRequiredMetadata<OfConsole>();
        await context.RequestServices.GetRequiredService<ConsoleGate>().GuardAsync(context, mark.IsOpen, next);
    }

    private static Task RedirectAsync(HttpContext context, string to)
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    /// <summary>Marks what belongs to the console; the other routes of the service have guards of their own.</summary>
    /// <param name="IsOpen">It is the way in, for which nobody has to be signed in.</param>
    private sealed record OfConsole(bool IsOpen)
    {
        public static readonly OfConsole Mark = new(IsOpen: false);
        public static readonly OfConsole Open = new(IsOpen: true);
    }
}
