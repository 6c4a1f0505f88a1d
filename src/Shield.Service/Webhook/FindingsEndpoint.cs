using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shield.Core.Ledger;
using Shield.Service.Recording;
using Shield.Service.Settings;
using Shield.Service.Sources;

namespace Shield.Service.Webhook;

/// <summary>
/// <c>POST /findings</c>: an event of EventBridge by an API destination, or whatever else <c>shield ingest</c> reads. It is answered with
/// 202 once all of it is recorded, never before; where it could not be recorded the answer is one after which a sender tries again.
/// </summary>
internal sealed class FindingsEndpoint(
    Recorder recorder,
    RecordingHealth recording,
    LiveSettings settings,
    WebhookKeys keys,
    ClientLimits limits,
    SourceState state,
    Action<string> note,
    TimeProvider clock
) : IDisposable
{
    /// <summary>Bodies in memory at once.</summary>
    private const int MostAtOnce = 32;

    /// <summary>Of a body, from its first byte to its last. Kestrel ends one that comes at less than 240 bytes a second.</summary>
    private static readonly TimeSpan LongestBody = TimeSpan.FromSeconds(30);

    /// <summary>For a place among those that are read at once.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    /// <summary>
    /// For the ledger, and a second more for each MiB: EventBridge hangs up after 5 s (docs/service.md#eventbridge), and should hear that
    /// it must send it again.
    /// </summary>
    private static readonly TimeSpan LongestRecording = TimeSpan.FromSeconds(4);

    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);

    public async Task AnswerAsync(HttpContext context)
    {
        var (status, answer) = await HandleAsync(context);
        context.Response.StatusCode = status;
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = status is StatusCodes.Status429TooManyRequests ? "1" : "5";
        }

        if (status is StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        await context.Response.WriteAsJsonAsync(answer, WebhookJson.Default.WebhookAnswer, cancellationToken: context.RequestAborted);
    }

    public void Dispose() => _places.Dispose();

    private async Task<(int Status, WebhookAnswer Answer)> HandleAsync(HttpContext context)
    {
        var webhook = settings.Now.Recording.Service;
        if (!webhook.HasWebhook)
        {
            return No(StatusCodes.Status404NotFound, "the webhook is off: set Service:Webhook:Token or Service:Webhook:Secret");
        }

        if (Transport.WhyNot(context, webhook) is { } inTheClear)
        {
            return No(StatusCodes.Status403Forbidden, inTheClear);
        }

        if (!limits.TryTake(Transport.ClientOf(context, webhook), webhook.RequestsPerSecond))
        {
            return No(StatusCodes.Status429TooManyRequests, "too many requests from this address (Service:Webhook:RequestsPerSecond)");
        }

        SignedRequest? signed = null;
        if (!WebhookKeys.HasToken(context.Request, webhook))
        {
            signed = keys.Read(context.Request, webhook, out var why);
            if (signed is null)
            {
                return No(StatusCodes.Status401Unauthorized, context.Request.Headers.Authorization.Count > 0 ? "the token is wrong" : why);
            }
        }

        using var end = new CancellationTokenSource(LongestWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, context.RequestAborted);
        try
        {
            await _places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return No(StatusCodes.Status503ServiceUnavailable, "too many requests are being read; send it again");
        }

        try
        {
            return await ReadAndRecordAsync(context, webhook.MaxBytes, signed);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<(int Status, WebhookAnswer Answer)> ReadAndRecordAsync(HttpContext context, int maxBytes, SignedRequest? signed)
    {
        using var body = new MemoryStream();
        if (await ReadBodyAsync(context, body, maxBytes) is { } refused)
        {
            return refused;
        }

        if (signed is not null)
        {
            if (!signed.IsOf(body.GetBuffer().AsSpan(0, (int)body.Length)))
            {
                return No(StatusCodes.Status401Unauthorized, "the signature is not that of this body and time with the secret here");
            }

            if (keys.WasRecorded(signed, settings.Now.Recording.Service.ReplayWindow))
            {
                return No(StatusCodes.Status409Conflict, "this very request was recorded already; do not send it again");
            }
        }

        body.Position = 0;
        var answer = await RecordAsync(body, context.RequestAborted);
        if (signed is not null && answer.Status is StatusCodes.Status202Accepted)
        {
            keys.NoteRecorded(signed);
        }

        return answer;
    }

    /// <returns>Null where all of it is there; else the answer.</returns>
    private async Task<(int Status, WebhookAnswer Answer)?> ReadBodyAsync(HttpContext context, MemoryStream body, int maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        using var end = new CancellationTokenSource(LongestBody, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, context.RequestAborted);
        try
        {
            await context.Request.Body.CopyToAsync(body, either.Token);
            return body.Length is 0 ? No(StatusCodes.Status400BadRequest, "the body is empty") : null;
        }
        catch (BadHttpRequestException bad)
        {
            return No(
                bad.StatusCode,
                bad.StatusCode is StatusCodes.Status413PayloadTooLarge
                    ? $"the body is larger than {maxBytes} bytes (Service:Webhook:MaxBytes)"
                    : bad.Message
            );
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return No(StatusCodes.Status408RequestTimeout, $"the body did not come within {LongestBody.TotalSeconds:0} s");
        }
    }

    private async Task<(int Status, WebhookAnswer Answer)> RecordAsync(Stream body, CancellationToken aborted)
    {
        // Whoever hangs up early sends it again, and recorded twice it counts once.
        using var end = new CancellationTokenSource(LongestRecording + TimeSpan.FromSeconds(body.Length >> 20), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, aborted);
        try
        {
            var recorded = await recorder.RecordAsync(body, "body", "webhook", settings.Now.Recording.MaxRecordBytes, either.Token);
            state.Recorded(recorded.Intake.Findings, recorded.Rejected.Count);
            state.Works();
            if (recorded.Rejected.Listed is [var first, ..])
            {
                note($"webhook: {recorded.Rejected.Count} part(s) of a request were rejected, first {first.Position}: {first.Reason}");
            }

            return recorded switch
            {
                { IsEmpty: true } => No(StatusCodes.Status400BadRequest, "the body holds no finding"),
                { IsGarbage: true } => (
                    StatusCodes.Status400BadRequest,
                    Answer(recorded) with
                    {
                        Error = "nothing in the body is a finding",
                    }
                ),
                _ => (StatusCodes.Status202Accepted, Answer(recorded)),
            };
        }
        catch (LedgerException failure)
        {
            return NotRecorded(failure.Message);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            const string why = "it did not answer in time";
            recording.Failed(why);
            return NotRecorded(why);
        }
    }

    private (int Status, WebhookAnswer Answer) NotRecorded(string why)
    {
        if (state.Failed($"the ledger did not take a request: {why}", retryAt: null))
        {
            note($"webhook: the ledger did not take a request, and the sender is told to keep it: {why}");
        }

        return No(StatusCodes.Status503ServiceUnavailable, "not recorded; send it again");
    }

    private static WebhookAnswer Answer(RecordedInput recorded) =>
        new()
        {
            Findings = recorded.Intake.Findings,
            Sightings = recorded.Intake.Sightings,
            Duplicates = recorded.Intake.Duplicates,
            Rejected = [.. recorded.Rejected.Listed.Select(part => new RejectedPart(part.Position, part.Reason))],
        };

    private static (int Status, WebhookAnswer Answer) No(int status, string why) => (status, new WebhookAnswer { Error = why });
}

/// <summary>What <c>POST /findings</c> answers (docs/schemas/findings.schema.json). Counts are of what is recorded now.</summary>
public sealed record WebhookAnswer
{
    public int Findings { get; init; }

    public int Sightings { get; init; }

    /// <summary>Findings that told nothing new.</summary>
    public int Duplicates { get; init; }

    /// <summary>What was not understood: sent again it would be rejected again.</summary>
    public ImmutableArray<RejectedPart> Rejected { get; init; } = [];

    /// <summary>Why it is not 202; null where it is.</summary>
    public string? Error { get; init; }
}

/// <param name="Position">Where in the body.</param>
public sealed record RejectedPart(string Position, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookAnswer))]
internal sealed partial class WebhookJson : JsonSerializerContext;
