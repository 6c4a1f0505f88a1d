using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shield.PceSimulator.Faults;

namespace Shield.PceSimulator.Http;

/// <summary>
/// The PCE's front door: every answer has an <c>X-Request-Id</c>; credentials, then the organisation, then the right to write are
/// checked before anything is looked at; one request at a time is served; and what went over the wire is recorded.
/// </summary>
internal sealed class Front(Pce pce, Keys keys, CallLog log)
{
    public CallLog Log => log;

    public Pce Pce => pce;

    /// <summary>Also for answers that no route gives: an unknown path, a method that is not allowed.</summary>
    public Task Identify(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers["X-Request-Id"] = Guid.NewGuid().ToString();
        context.Request.Path = Slashes.Merge(context.Request.Path);

        // The Date of an answer is the PCE's own clock, which may differ from the client's.
        context.Response.Headers.Date = pce.Options.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        return next(context);
    }

    /// <summary>A route of the PCE: recorded, and open to the fault script.</summary>
    public RequestDelegate Serve(Func<Pce, Call, Answer> feature) =>
        async context =>
        {
            var strike = StrikeOn(context.Request);
            await WaitAsync(strike.Wait(Moment.Before), context);
            var (user, request, answer) =
                strike.Reset is Moment.Before
                    ? (keys.Find(context.Request), await ReadAsync(context), Unheard(strike))
                    : await AnswerAsync(context, (pce, call) => strike.Around(pce, call, feature));
            var response = answer.Html ?? answer.Body?.ToJsonString();

            // Before it is sent: what took effect is on record even if the answer never arrives.
            log.Add(
                new RecordedCall
                {
                    Method = context.Request.Method,
                    Path = $"{context.Request.Path.ToUriComponent()}{context.Request.QueryString}",
                    RequestBody = request is "" ? null : request,
                    Status = answer.Status,
                    ResponseBody = response,
                    At = pce.Now,
                    By = user?.Href,
                    Faults = strike.Names,
                }
            );
            await WaitAsync(strike.Wait(Moment.After), context);
            await (strike.Reset is { } moment ? BreakAsync(context, answer, response, moment) : SendAsync(context, answer, response));
        };

    /// <summary>A route of the simulator itself: the same credentials, not recorded.</summary>
    public RequestDelegate ServeUnrecorded(Func<Pce, Call, Answer> feature) =>
        async context =>
        {
            var (_, _, answer) = await AnswerAsync(context, feature);
            await SendAsync(context, answer, answer.Body?.ToJsonString());
        };

    /// <summary>A route that asks for no credentials.</summary>
    public RequestDelegate ServeAnyone(Func<Pce, Answer> feature) => async context => await SendAsync(context, feature(pce), null);

    private Strike StrikeOn(HttpRequest request)
    {
        lock (pce.Gate)
        {
            return pce.Faults.Strike(request.Method, request.Path, keys.Find(request)?.Href);
        }
    }

    /// <summary>The connection broke before the call arrived: it has no effect and no answer.</summary>
    private Answer Unheard(Strike strike)
    {
        lock (pce.Gate)
        {
            strike.Unheard(pce);
        }

        return new Answer(0, null);
    }

    private Task WaitAsync(TimeSpan wait, HttpContext context) =>
        wait > TimeSpan.Zero ? Task.Delay(wait, pce.Options.Clock, context.RequestAborted) : Task.CompletedTask;

    private async Task<(ApiUser? User, string Request, Answer Answer)> AnswerAsync(HttpContext context, Func<Pce, Call, Answer> feature)
    {
        // Read even where it will not be used: a client that is still sending must get its answer, not a reset.
        var request = await ReadAsync(context);
        var user = keys.Find(context.Request);
        try
        {
            if (user is null)
            {
                return (null, request, Unauthorized(context));
            }

            CheckAccess(context, user);
            CheckRate(context, user);
            var call = new Call(context.Request, user, pce.Now, Parse(request));
            lock (pce.Gate)
            {
                return (user, request, feature(pce, call));
            }
        }
        catch (Refusal refusal)
        {
            return (user, request, Answer.Of(refusal));
        }
    }

    private Answer Unauthorized(HttpContext context)
    {
        lock (pce.Gate)
        {
            pce.Events.AuthenticationFailed(pce.Now, context.Request);
        }

        return new Answer(401, null);
    }

    /// <summary>Requests to the simulator's own paths do not count against the rate limit.</summary>
    private void CheckRate(HttpContext context, ApiUser user)
    {
        if (context.Request.Path.StartsWithSegments("/sim"))
        {
            return;
        }

        lock (pce.Gate)
        {
            pce.Rate.Demand(user, pce.Now);
        }
    }

    private void CheckAccess(HttpContext context, ApiUser user)
    {
        if (context.Request.RouteValues["org"] is string org && org != $"{pce.Org.Id}")
        {
            throw Refusal.Forbidden();
        }

        var writes =
            !HttpMethods.IsGet(context.Request.Method) && !Call.Asks(context.Request) && !context.Request.Path.StartsWithSegments("/sim");
        if (writes && pce.Options.Role is SuperclusterRole.Member)
        {
            throw Refusal.OnlyOnTheLeader();
        }

        if (user.ReadOnly && writes)
        {
            throw Refusal.Forbidden();
        }
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private static JsonElement? Parse(string text)
    {
        if (text is "")
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            using var nowhere = new Utf8JsonWriter(Stream.Null);
            document.RootElement.WriteTo(nowhere); // Throws for half of a surrogate pair, which JSON can say and no string can hold.
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // 400 is a malformed request (docs/pce.md#3-refusals); its body is not known.
            throw new Refusal(400, "invalid_json", error.Message);
        }
    }

    /// <summary>Sends half of the body, then breaks the connection.</summary>
    private static async Task BreakAsync(HttpContext context, Answer answer, string? text, Moment moment)
    {
        if (moment is Moment.Midway && text is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Prepare(context, answer);
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        context.Abort();
    }

    private static async Task SendAsync(HttpContext context, Answer answer, string? text)
    {
        Prepare(context, answer);
        if (text is not null)
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
    }

    private static void Prepare(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Html is not null || answer.Body is not null)
        {
            // Exactly this, no charset: Terraform's provider refuses anything else (docs/pce.md#2-calls-and-keys).
            context.Response.ContentType = answer.Html is null ? "application/json" : "text/html";
        }
    }
}
