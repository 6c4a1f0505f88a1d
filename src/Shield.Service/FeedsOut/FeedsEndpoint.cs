using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Shield.Core.Feeds;
using Shield.Core.Ledger;
using Shield.Service.Settings;
using Shield.Service.Webhook;

namespace Shield.Service.FeedsOut;

/// <summary>
/// <c>GET /feeds/inbound.txt</c> and its like: what is decided to be blocked, for firewalls that pull lists
/// (docs/feeds.md#pulled-from-shield-run). Whoever cannot be given the list as it is now gets an error, after which
/// a firewall keeps the one that it has.
/// </summary>
internal sealed class FeedsEndpoint(DecidedLists lists, LiveSettings settings, ClientLimits limits, Action<string> note)
{
    public const string Route = "/feeds/{name}";

    /// <summary>Of each client address: a firewall asks for a few lists a minute, and more is somebody who guesses tokens.</summary>
    private const int RequestsPerSecond = 10;

    private string? _told;

    public async Task AnswerAsync(HttpContext context)
    {
        var (inForce, response) = (settings.Now, context.Response);
        var service = inForce.Recording.Service;
        if (service.FeedsToken is not { } token || !ServedList.TryParse(context.Request.RouteValues["name"] as string ?? "", out var list))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Transport.WhyNot(context, service) is { } inTheClear)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, inTheClear);
        }
        else if (!limits.TryTake(Transport.ClientOf(context, service), RequestsPerSecond))
        {
            response.Headers.RetryAfter = "1";
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "too many requests from this address");
        }
        else if (!WebhookKeys.HasToken(context.Request, token) && !WebhookKeys.HasPassword(context.Request, token))
        {
            response.Headers.WWWAuthenticate = new StringValues(["Bearer", "Basic realm=\"feeds\""]);
            await RefuseAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "the token of Service:Feeds:Token is wanted, as a bearer token or as the password of Basic"
            );
        }
        else if (inForce.Whole is not { } whole)
        {
            await UnableAsync(context, "the settings are wrong, and nothing is decided until that is mended");
        }
        else
        {
            try
            {
                await GiveAsync(context, await lists.ReadAsync(list, whole, context.RequestAborted), list.Format);
                _told = null;
            }
            catch (UnknownNeverBlockException unknown)
            {
                await UnableAsync(context, $"what must not be blocked is not known: {unknown.Message}");
            }
            catch (LedgerException failure)
            {
                await UnableAsync(context, $"the ledger cannot be read: {failure.Message}");
            }
        }
    }

    private static async Task GiveAsync(HttpContext context, ListBytes list, FeedFormat format)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = list.Tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        if (IsKnown(request.Headers.IfNoneMatch, list.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = FeedMedia.TypeOf(format);
        response.ContentLength = list.Bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(list.Bytes, context.RequestAborted);
        }
    }

    /// <summary>RFC 9110 section 13.1.2: any of the tags, compared weakly, or <c>*</c>.</summary>
    private static bool IsKnown(StringValues told, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(told, out var known)
        && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false));

    /// <summary>Why is for the operator, and said once; whoever pulls the list is told that it is not now.</summary>
    private Task UnableAsync(HttpContext context, string why)
    {
        if (Interlocked.Exchange(ref _told, why) != why)
        {
            note($"feeds: no list is given: {why}");
        }

        context.Response.Headers.RetryAfter = "60";
        return RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "no list can be given now; keep the one that you have");
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }
}
