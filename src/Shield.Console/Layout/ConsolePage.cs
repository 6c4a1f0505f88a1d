using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace Shield.Console.Layout;

/// <summary>What the navigation leads to.</summary>
/// <param name="Title">In the navigation.</param>
/// <param name="Address">The route of its component.</param>
internal sealed record ConsolePage(string Title, string Address)
{
    /// <summary>In the order of the navigation; the first one that is there is the first page.</summary>
    private static readonly ImmutableArray<ConsolePage> Ordered =
    [
        new("Map", "/map"),
        new("Now", "/now"),
        new("Threats", "/threats"),
        new("Held", "/held"),
        new("Plan", "/plan"),
        new("History", "/history"),
        new("Allowlist", "/allowlist"),
        new("Feeds", "/feeds"),
        new("Health", "/health"),
        new("Settings", "/settings"),
    ];

    /// <summary>Those that have a component: a link that leads nowhere is none.</summary>
    public static readonly ImmutableArray<ConsolePage> All =
    [
        .. Ordered.Where(page =>
            typeof(ConsolePage)
                .Assembly.GetTypes()
                .SelectMany(type => type.GetCustomAttributes<RouteAttribute>(inherit: false))
                .Any(route => route.Template == page.Address)
        ),
    ];

    public static ConsolePage First => All[0];
}
