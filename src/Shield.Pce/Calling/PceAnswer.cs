using System.Globalization;
using System.Net;

namespace Shield.Pce.Calling;

/// <summary>An answer with all that is ever read of it.</summary>
internal sealed record PceAnswer
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required HttpStatusCode Status { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required bool IsBusy { get; init; }

    public required string? RequestId { get; init; }

    /// <summary>How many objects fit the filters; X-Total-Count ignores them (docs/pce.md#4-collections).</summary>
    public required int? MatchedCount { get; init; }

    /// <summary>Of a redirect, or the job of an asynchronous collection.</summary>
    public required string? Location { get; init; }

    /// <summary>When the PCE wants to be asked again; null where it does not say, or says zero.</summary>
    public required TimeSpan? RetryAfter { get; init; }

    /// <summary>The PCE's own clock, to the second; null where something on the way took it off.</summary>
    public required DateTimeOffset? Date { get; init; }

    public bool IsSuccess => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    public static async Task<PceAnswer> OfAsync(
        string method,
        string path,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            Method = method,
            Path = path,
            Status = response.StatusCode,
            Body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
            IsBusy = await PceRetries.IsBusyAsync(response, cancellationToken).ConfigureAwait(false),
            RequestId = Header(response, "X-Request-Id"),
            MatchedCount = int.TryParse(Header(response, "X-Matched-Count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : null,
            Location = response.StatusCode is HttpStatusCode.Accepted or (>= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
                ? response.Headers.Location?.OriginalString
                : null,
            RetryAfter = response.Headers.RetryAfter?.Delta is { } wait && wait > TimeSpan.Zero ? wait : null,
            Date = response.Headers.Date,
        };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
