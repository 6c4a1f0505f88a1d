using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Shield.PceSimulator.Http;

/// <summary>
/// Requests that the simulator makes to itself: the edits of a fault script's other administrator, and the requests that a state file kept.
/// They are answered like those from the network.
/// </summary>
internal static class InnerCalls
{
    private static readonly (PceRoute Route, TemplateMatcher Matcher, decimal Precedence)[] Routes =
    [
        .. from route in Http.Routes.All
        let template = TemplateParser.Parse(route.Template)
        select (route, new TemplateMatcher(template, []), RoutePrecedence.ComputeInbound(template)),
    ];

    /// <param name="href">Relative to <c>/api/v2</c>, with its query.</param>
    /// <exception cref="Refusal">As over the wire.</exception>
    public static Answer Make(Pce pce, ApiUser user, DateTimeOffset at, string method, string href, JsonNode? body)
    {
        var (path, query) = href.Split('?', 2) is [var before, var after] ? (before, $"?{after}") : (href, "");
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.QueryString) = (method, $"/api/v2{path}", new QueryString(query));
        var route = Find(request) ?? throw Refusal.NotFound();
        var element = body is null ? (JsonElement?)null : JsonDocument.Parse(body.ToJsonString()).RootElement;
        return pce.Run(new Call(request, user, at, element), route.Answer);
    }

    private static PceRoute? Find(HttpRequest request)
    {
        var found = new List<(PceRoute Route, RouteValueDictionary Values, decimal Precedence)>();
        foreach (var (route, matcher, precedence) in Routes.Where(each => each.Route.Method == request.Method))
        {
            var values = new RouteValueDictionary();
            if (matcher.TryMatch(request.Path, values))
            {
                found.Add((route, values, precedence));
            }
        }

        if (found is [])
        {
            return null;
        }

        var nearest = found.MinBy(each => each.Precedence);
        request.RouteValues = nearest.Values;
        return nearest.Route;
    }
}
