using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Shield.Console.Access;
using Shield.Console.Assets;
using Shield.Console.Layout;

namespace Shield.Console;

/// <summary>The web console, as a part of the service: what it needs, and what it serves.</summary>
public static class ShieldConsole
{
    public static void AddTo(IServiceCollection services, ConsoleParts parts)
    {
        services.AddSingleton(parts);
        services.AddSingleton<ConsoleGate>();
        // Keys that live as long as the process: what they protect (a circuit, a form) lives no longer.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
    }

    /// <summary>To be called after routing.</summary>
    public static void Serve(WebApplication web)
    {
        web.UseWhen(IsOfConsole, console => console.Use(GuardAsync));
        web.UseAntiforgery();
        web.MapGet("/", context => RedirectAsync(context, ConsolePage.First.Address)).WithMetadata(OfConsole.Mark);
        web.MapMethods(ConsoleAssets.Route, [HttpMethods.Get, HttpMethods.Head], ConsoleAssets.AnswerAsync).WithMetadata(OfConsole.Mark);
        web.MapRazorComponents<App>().AddInteractiveServerRenderMode().WithMetadata(OfConsole.Mark);
    }

    private static bool IsOfConsole(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OfConsole>() is not null;

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            SecurityHeaders.Write(context.Response);
            return Task.CompletedTask;
        });
        if (context.RequestServices.GetRequiredService<ConsoleGate>().WhyNot(context) is { } refused)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(refused + "\n", context.RequestAborted);
            return;
        }

        await next(context);
    }

    private static Task RedirectAsync(HttpContext context, string to)
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    /// <summary>Marks what belongs to the console; the other routes of the service have guards of their own.</summary>
    private sealed class OfConsole
    {
        public static readonly OfConsole Mark = new();
    }
}
