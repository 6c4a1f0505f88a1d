using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Telling;
using Shield.Hosting;
using Shield.Hosting.Acts;
using Shield.Notifying.Links;

namespace Shield.Service.Links;

/// <summary>
/// What a link shows: one page that needs nothing else and runs nothing. All text is escaped here, once; what comes from outside is cleaned
/// before.
/// </summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Title">Plain text, as all but <paramref name="Body"/>.</param>
/// <param name="Body">HTML.</param>
internal sealed record HoldPage(int Status, string Title, string Body)
{
    public const string ReasonField = "reason";
    public const string NameField = "name";

    /// <summary>With the name it must fit into what an act keeps (<see cref="Signature"/>).</summary>
    public const int LongestReason = 700;

    public const int LongestName = 200;

    private const string Style =
        "body{font:16px/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}dt{font-weight:bold}dd{margin:0 0 .5em;"
        + "overflow-wrap:anywhere}label{display:block;margin:1em 0}input{width:100%;font:inherit;box-sizing:border-box}"
        + "button{font:inherit;padding:.5em 1em}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static readonly HoldPage Off = Nothing(
        StatusCodes.Status404NotFound,
        "There are no links here",
        "Links are off: Service:PublicUrl and Service:Links:Secret are not both set."
    );

    public static readonly HoldPage NotOurs = Nothing(
        StatusCodes.Status403Forbidden,
        "This link does not count",
        "It was not made by this deployment, was cut on its way, or the secret was changed since."
    );

    public static readonly HoldPage TooMany = Nothing(
        StatusCodes.Status429TooManyRequests,
        "Too many requests",
        "Too many came from this address. Wait a moment and open the link again."
    );

    /// <summary>It did not come to anything, and why.</summary>
    public static HoldPage Nothing(int status, string title, string why) =>
        new(status, title, $"<p>{Text(why)}</p><p>Nothing was done.</p>");

    public static HoldPage Expired(HoldToken link) =>
        Nothing(
            StatusCodes.Status410Gone,
            "This link is too old",
            $"It counted until {link.Until.ToText()}. What waits is shown by: shield threats list --state held"
        );

    public static HoldPage Used(Act act) =>
        Nothing(
            StatusCodes.Status410Gone,
            "This link was used already",
            $"It counts once, and led to: {act.Kind.ToWord()} {act.Indicator} on {act.At.ToText()} by {act.Who}: {act.Why}. "
                + $"How it stands now is shown by: shield explain {act.Indicator}"
        );

    public static HoldPage NotHeld(HoldToken link) =>
        Nothing(
            StatusCodes.Status409Conflict,
            "This is no longer held",
            $"{link.Party} does not wait for a person any more. How it stands now is shown by: shield explain {link.Party}"
        );

    public static HoldPage Changed(HoldToken link) =>
        Nothing(
            StatusCodes.Status409Conflict,
            "This is held for another reason now",
            $"What is known of {link.Party} has changed since the link was sent. Look at it first: shield explain {link.Party}"
        );

    /// <summary>The question, which is all that a link does by itself.</summary>
    /// <param name="wrong">What is wrong with the answer that came; null before it.</param>
    public static HoldPage Ask(HoldToken link, Decision decision, string owner, DateTimeOffset now, string? wrong = null)
    {
        var what = link.Asks is ActKind.Approve ? "Approve" : "Reject";
        (string, string?)[] facts =
        [
            ("Party", $"{link.Party}"),
            ("Direction", decision.Directions.ToWord()),
            ("Why it waits", decision.Reason),
            ("Finding", HoldPrint.TypeOf(decision)),
            ("Severity", HoldPrint.SeverityOf(decision)?.ToString("0.0", CultureInfo.InvariantCulture)),
            ("Waits until", decision.Until is { } until ? until.ToText() : null),
            ("Deployment", owner),
            ("What this does", Effect(link, now + OperatorAct.UsualLength)),
            ("Who will be said to have done it", $"{WhoOf(link)}: whoever has the link, and nobody knows who that is"),
        ];
        return new HoldPage(
            wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            $"{what} {link.Party}?",
            (wrong is null ? "" : $"<p><strong>{Text(wrong)}</strong></p>")
                + $"<dl>{string.Concat(facts.Where(fact => fact.Item2 is not null).Select(Fact))}</dl>"
                + "<form method=\"post\">"
                + $"<label>Reason, for whoever asks later <input name=\"{ReasonField}\" required maxlength=\"{LongestReason}\"></label>"
                + $"<label>Your name, which nobody checks <input name=\"{NameField}\" maxlength=\"{LongestName}\"></label>"
                + $"<button>{what}</button></form>"
        );
    }

    /// <summary>It is recorded, and no more is known yet (law 16).</summary>
    public static HoldPage Recorded(Act act) =>
        new(
            StatusCodes.Status200OK,
            "Recorded",
            $"<p>{Text($"Recorded: {act.Kind.ToWord()} {act.Indicator} by {act.Who}, until {act.Until!.Value.ToText()}.")}</p>"
                + "<p>A reconcile was asked for. What comes of it is not known here: a limit, a pause, or a PCE that cannot be reached may "
                + $"keep it waiting.</p><p>{Text($"How it stands is shown by: shield explain {act.Indicator}")}</p>"
        );

    public static string WhoOf(HoldToken link) => $"link:{link.Channel}";

    public async Task WriteAsync(HttpContext context)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        if (Status is StatusCodes.Status429TooManyRequests)
        {
            headers.RetryAfter = "1";
        }

        await response.WriteAsync(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + $"<title>{Text(Title)}</title><style>{Style}</style></head><body><h1>{Text(Title)}</h1>{Body}</body></html>",
            context.RequestAborted
        );
    }

    private static string Effect(HoldToken link, DateTimeOffset until) =>
        link.Asks is ActKind.Approve
            ? $"Records an approval until {until.ToText()}: the next reconcile puts it on the PCE. Never-block still counts."
            : $"Records a rejection until {until.ToText()}: it is not blocked in that time, whatever is reported, and a block of it ends.";

    private static string Fact((string Name, string? Value) fact) => $"<dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value!)}</dd>";

    private static string Text(string text) => HtmlEncoder.Default.Encode(SafeText.Of(text));
}
