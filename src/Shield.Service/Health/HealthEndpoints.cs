using Microsoft.AspNetCore.Http;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Service.Reconciling;
using Shield.Service.Recording;
using Shield.Service.Settings;
using Shield.Service.Sources;
using Shield.Service.Webhook;

namespace Shield.Service.Health;

/// <summary>
/// <c>/healthz</c>: the process lives. <c>/readyz</c>: it can record what is sent to it, and how everything stands. A PCE that is away, or
/// one source that fails, is named there and stops nobody from sending.
/// </summary>
internal sealed class HealthEndpoints(
    ILedgerReader ledger,
    string ledgerPlace,
    RecordingHealth recording,
    IReadOnlyList<SourceState> sources,
    ReconcileLoop loop,
    LiveSettings settings,
    string? settingsFile,
    TimeProvider clock
)
{
    /// <summary>Whoever asks for health waits no longer for the ledger.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly string Version = typeof(HealthEndpoints).Assembly.GetName().Version?.ToString(3) ?? "";

    public static Task AnswerHealthAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(
            new HealthDocument(Ready: true),
            HealthJson.Default.HealthDocument,
            cancellationToken: context.RequestAborted
        );

    public async Task AnswerReadyAsync(HttpContext context)
    {
        var document = await ReadAsync(context.RequestAborted);
        context.Response.StatusCode = document.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";

        // Paths and words of errors are for the operator, not for whoever can reach the port.
        var webhook = settings.Now.Recording.Service;
        if (Transport.IsFromThisMachine(context) || WebhookKeys.HasToken(context.Request, webhook))
        {
            await context.Response.WriteAsJsonAsync(document, HealthJson.Default.ReadyDocument, cancellationToken: context.RequestAborted);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(
                new HealthDocument(document.Ready),
                HealthJson.Default.HealthDocument,
                cancellationToken: context.RequestAborted
            );
        }
    }

    private async Task<ReadyDocument> ReadAsync(CancellationToken cancellationToken)
    {
        var (lease, fault) = await ReadLeaseAsync(cancellationToken);
        var ledgerFault = fault ?? recording.WhyNot;
        var (state, inForce) = (loop.State, settings.Now);
        var statuses = sources
            .Select(source => source.Status)
            .Where(status => status.Kind is not "webhook" || inForce.Recording.Service.HasWebhook)
            .ToList();
        var reconcile = Of(ReconcileReport.FromJson(lease?.CompletedReport), state);
        return new ReadyDocument
        {
            Ready = ledgerFault is null,
            Version = Version,
            Problems =
            [
                .. ledgerFault is null ? [] : new[] { $"ledger: {ledgerFault}" },
                .. statuses.Where(status => status.Fault is not null).Select(status => $"{status.Kind}: {status.Fault}"),
                .. state.Fault is null ? [] : new[] { $"reconcile: {state.Fault}" },
                .. reconcile is { Outcome: "refused" or "not-enforced" }
                    ? new[] { $"reconcile: {reconcile.Outcome}: {reconcile.Detail}" }
                    : [],
                .. inForce.Refused.Select(refused => $"settings: {refused}"),
            ],
            Ledger = new LedgerHealth(ledgerPlace, ledgerFault is null, ledgerFault),
            Sources =
            [
                .. statuses.Select(status => new SourceHealth
                {
                    Kind = status.Kind,
                    Place = status.Place,
                    Works = status.Fault is null,
                    Findings = status.Findings,
                    Rejected = status.Rejected,
                    LastAt = status.LastAt,
                    Fault = status.Fault,
                    RetryAt = status.RetryAt,
                }),
            ],
            Reconcile = reconcile,
            Settings = new SettingsHealth(settingsFile, inForce.ReadAt, inForce.Refused),
        };
    }

    private async Task<(LeaseState? Lease, string? Fault)> ReadLeaseAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return (await ledger.ReadLeaseAsync(either.Token), null);
        }
        catch (LedgerException failure)
        {
            return (null, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"it did not answer within {Patience.TotalSeconds:0} s");
        }
    }

    private static ReconcileHealth Of(ReconcileReport? last, ReconcileState state) =>
        new()
        {
            Outcome = last?.ToWord(),
            FinishedAt = last?.FinishedAt,
            LastGoodAt = last?.LastGoodAt,
            By = last?.By,
            Added = last?.Added ?? 0,
            Removed = last?.Removed ?? 0,
            KeptBack = last?.KeptBack ?? 0,
            PolicyVersion = last?.PolicyVersion,
            Detail = last?.Detail,
            Running = state.IsRunning,
            Fault = state.Fault,
            Waiting = state.Waiting,
            NextAt = state.NextAt,
        };
}
