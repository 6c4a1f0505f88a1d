using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Shield.PceSimulator.Http;

/// <summary>A request and its answer without a network between them: the same front door, in the caller's own process.</summary>
internal sealed class InProcessWire(Front front) : HttpMessageHandler
{
    private readonly (string Method, TemplateMatcher Matcher, RequestDelegate Serve)[] _routes =
    [
        .. from route in Routes.Behind(front)
        let template = TemplateParser.Parse(route.Template)
        orderby RoutePrecedence.ComputeInbound(template)
        select (route.Method, new TemplateMatcher(template, []), route.Serve),
    ];

    private readonly RequestDelegate _otherwise = Routes.Otherwise(front);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = new Connection(cancellationToken);
        using var body = new MemoryStream();
        var context = await ContextOfAsync(request, connection, body, cancellationToken);
        await front.Identify(context, Find(context.Request));
        return connection.IsBroken
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "the connection broke before the whole answer was there")
            : AnswerIn(context, request, body);
    }

    private static async Task<HttpContext> ContextOfAsync(
        HttpRequestMessage request,
        Connection connection,
        Stream answer,
        CancellationToken cancellationToken
    )
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        var uri = request.RequestUri!;
        (context.Request.Method, context.Request.Path, context.Request.QueryString) = (
            request.Method.Method,
            Slashes.Merge(PathString.FromUriComponent(uri)),
            QueryString.FromUriComponent(uri)
        );
        foreach (
            var (name, values) in request.Headers.Concat(
                request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()
            )
        )
        {
            context.Request.Headers[name] = values.ToArray();
        }

        context.Request.Body = request.Content is { } content
            ? new MemoryStream(await content.ReadAsByteArrayAsync(cancellationToken))
            : Stream.Null;
        return context;
    }

    private static HttpResponseMessage AnswerIn(HttpContext context, HttpRequestMessage request, MemoryStream body)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var (name, values) in context.Response.Headers)
        {
            _ =
                answer.Headers.TryAddWithoutValidation(name, values.ToArray())
                || answer.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return answer;
    }

    private RequestDelegate Find(HttpRequest request)
    {
        foreach (var (method, matcher, serve) in _routes)
        {
            var values = new RouteValueDictionary();
            if (method == request.Method && matcher.TryMatch(request.Path, values))
            {
                request.RouteValues = values;
                return serve;
            }
        }

        return _otherwise;
    }

    private sealed class Connection(CancellationToken aborted) : IHttpRequestLifetimeFeature
    {
        public bool IsBroken { get; private set; }

        public CancellationToken RequestAborted { get; set; } = aborted;

        public void Abort() => IsBroken = true;
    }
}
