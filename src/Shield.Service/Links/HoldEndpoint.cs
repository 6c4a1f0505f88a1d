using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Core.Telling;
using Shield.Hosting;
using Shield.Hosting.Acts;
using Shield.Hosting.Settings;
using Shield.Notifying.Links;
using Shield.Service.Reconciling;
using Shield.Service.Settings;
using Shield.Service.Webhook;

namespace Shield.Service.Links;

/// <summary>
/// Links in notifications by which a hold is approved or rejected. GET asks and does nothing, whoever follows the link: scanners of mail
/// and previews of chats do. POST records the act, as <c>shield threats approve</c> and <c>reject</c> do.
/// </summary>
internal sealed class HoldEndpoint(
    ILedger ledger,
    LiveSettings settings,
    HostOfSettings hosts,
    ReconcileInbox inbox,
    ClientLimits limits,
    Action<string> note,
    TimeProvider clock
) : IDisposable
{
    public const string Route = $"/{HoldLinks.Path}/{{{Token}}}";

    private const string Token = "token";

    /// <summary>Of each client address: a person opens few, and each costs a reading of the ledger.</summary>
    private const int RequestsPerSecond = 5;

    private const int LargestForm = 16 << 10;

    /// <summary>One at a time: of two that bring the same token the second sees what the first did.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    public Task AskAsync(HttpContext context) => AnswerAsync(context, acts: false);

    public Task ActAsync(HttpContext context) => AnswerAsync(context, acts: true);

    public void Dispose() => _turn.Dispose();

    private async Task AnswerAsync(HttpContext context, bool acts)
    {
        if (Activity.Current is { } span)
        {
            // A span tells the path, and the path is a secret.
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        await (await PageAsync(context, acts)).WriteAsync(context);
    }

    private async Task<HoldPage> PageAsync(HttpContext context, bool acts)
    {
        var inForce = settings.Now;
        var service = inForce.Recording.Service;
        if (service is not { PublicUrl: not null, LinkSecret: { } secret })
        {
            return HoldPage.Off;
        }

        if (Transport.WhyNot(context, service) is { } inTheClear)
        {
            return HoldPage.Nothing(StatusCodes.Status403Forbidden, "This link does not count", inTheClear);
        }

        if (!limits.TryTake(Transport.ClientOf(context, service), RequestsPerSecond))
        {
            return HoldPage.TooMany;
        }

        if (inForce.Whole is not { } whole)
        {
            return Unable("The settings of this service are wrong, and nothing can be decided until that is mended.");
        }

        var text = context.Request.RouteValues[Token] as string ?? "";
        if (HoldToken.Read(text, secret, whole.Pce.OwnerId ?? "") is not { } link)
        {
            return HoldPage.NotOurs;
        }

        if (link.Until <= clock.GetUtcNow())
        {
            return HoldPage.Expired(link);
        }

        var form = acts ? await ReadAsync(context) : null;
        await _turn.WaitAsync(context.RequestAborted);
        try
        {
            return await DecideAsync(link, whole, form, context.RequestAborted);
        }
        catch (LedgerException fault)
        {
            note($"link: nothing was decided: {fault.Message}");
            return Unable("The ledger cannot be read or written.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="form">What was sent; null where nobody decides yet.</param>
    private async Task<HoldPage> DecideAsync(HoldToken link, ShieldSettings whole, LinkForm? form, CancellationToken cancellationToken)
    {
        var host = hosts.For(whole);
        var decided = await host.SituationOf(ledger, EvidenceScope.AliveAnd([link.Party]))
            .DecideAsync(await host.ResolvePceAsync(cancellationToken), clock.GetUtcNow(), cancellationToken);
        if (decided.Ledger.Acts.FirstOrDefault(act => act.Id == link.ActId) is { } used)
        {
            return HoldPage.Used(used);
        }

        if (decided.Decisions.FirstOrDefault(one => one.Indicator == link.Party) is not { Verdict: Verdict.Hold } decision)
        {
            return HoldPage.NotHeld(link);
        }

        if (HoldPrint.Of(decision) != link.Hold)
        {
            return HoldPage.Changed(link);
        }

        return form is null || form.Wrong is not null
            ? HoldPage.Ask(link, decision, whole.Pce.OwnerId ?? "", decided.Now, form?.Wrong)
            : await RecordAsync(link, decided, decision, form);
    }

    /// <summary>From here on nobody who hangs up stops it.</summary>
    private async Task<HoldPage> RecordAsync(HoldToken link, Decided decided, Decision decision, LinkForm form)
    {
        var act = OperatorAct.Make(
            link.Asks,
            link.Party,
            link.Asks is ActKind.Approve ? decision.Directions : Directions.Both,
            OperatorAct.UsualLength,
            new Signature(HoldPage.WhoOf(link), form.Why),
            decided.Now,
            acceptedPlan: null
        );
        if (OperatorAct.Once(act, link.ActId, decided.Ledger) is not { } once)
        {
            return Unable("The ledger holds an act with a later date: a clock is wrong. Use the command: shield threats.");
        }

        await ledger.AppendAsync([once], CancellationToken.None);

        // Another instance may have been faster with the same link: its act is the one that counts.
        var acts = (await ledger.ReadAsync(EvidenceScope.Only([]), CancellationToken.None)).Acts;
        var recorded = acts.First(other => other.Id == once.Id);
        if (recorded != once)
        {
            return HoldPage.Used(recorded);
        }

        var what = once.Kind.ToWord();
        note($"link: {what} {once.Indicator} was recorded, by a link that was sent to channel '{link.Channel}'");
        inbox.Ask(new ReconcileRequest($"{what} by {once.Who}", AtOnce: true));
        return HoldPage.Recorded(once);
    }

    private static async Task<LinkForm> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestForm;
        }

        try
        {
            var form = context.Request.HasFormContentType
                ? await context.Request.ReadFormAsync(context.RequestAborted)
                : FormCollection.Empty;
            return LinkForm.Of(form[HoldPage.ReasonField].ToString(), form[HoldPage.NameField].ToString());
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException)
        {
            return LinkForm.Of("", "");
        }
    }

    private static HoldPage Unable(string why) => HoldPage.Nothing(StatusCodes.Status503ServiceUnavailable, "Not now", why);

    /// <summary>What a person answered.</summary>
    /// <param name="Why">For the ledger.</param>
    /// <param name="Wrong">Why it cannot be taken; null where it can.</param>
    private sealed record LinkForm(string Why, string? Wrong)
    {
        public static LinkForm Of(string reason, string name)
        {
            var (why, by) = (reason.Trim(), name.Trim());
            var wrong =
                why.Length is 0 or > HoldPage.LongestReason ? $"A reason of 1 to {HoldPage.LongestReason} characters is needed."
                : by.Length > HoldPage.LongestName ? $"A name has at most {HoldPage.LongestName} characters."
                : null;
            return new LinkForm(by.Length is 0 ? why : $"[name given, unchecked: {by}] {why}", wrong);
        }
    }
}
