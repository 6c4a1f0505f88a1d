using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon;
using Amazon.Runtime;

namespace Shield.Aws.Detectors;

/// <summary>Asks GuardDuty about itself, by plain HTTP: two requests, and AWS's client for it is none of ours (docs/adr/0012).</summary>
public static class DetectorReader
{
    private const string Service = "guardduty";

    /// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
    /// <param name="clock">For the signature.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Null where GuardDuty was never switched on in this account and region.</returns>
    /// <exception cref="AwsException">Refused, or not reached.</exception>
    public static async Task<Detector?> ReadAsync(string? region, TimeProvider clock, CancellationToken cancellationToken)
    {
        var place = region is not null
            ? RegionEndpoint.GetBySystemName(region)
            : AwsCall.Connect(
                "GuardDuty",
                () => FallbackRegionFactory.GetRegionEndpoint() ?? throw new AmazonClientException("no region is set")
            );
        var subject = $"GuardDuty in {place.SystemName}";
        using var http = new HttpClient { Timeout = AwsCall.Longest };
        var call = new PlainCall(http, Service, clock);
        var ids = await GetAsync("/detector", DetectorJson.Default.DetectorIds);
        if (ids.Ids is not [var id, ..])
        {
            return null;
        }

        var told = await GetAsync($"/detector/{Uri.EscapeDataString(id)}", DetectorJson.Default.DetectorState);
        return new Detector(id, told.Status is "ENABLED", told.FindingPublishingFrequency);

        async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type)
        {
            var (status, error, body) = await AwsCall.AskAsync(
                subject,
                () => SendAsync(call, path, place, cancellationToken),
                cancellationToken
            );
            try
            {
                return status is HttpStatusCode.OK ? JsonSerializer.Deserialize(body, type)! : throw Refused(subject, status, error);
            }
            catch (JsonException fault)
            {
                throw new AwsException(AwsFault.Other, $"{subject} answered something else than what its API describes: {fault.Message}");
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Error, byte[] Body)> SendAsync(
        PlainCall call,
        string path,
        RegionEndpoint place,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(call.EndpointIn(place), path));
        using var answer = await call.SendAsync(request, body: [], place, cancellationToken);
        var error = answer.Headers.TryGetValues("x-amzn-ErrorType", out var types)
            ? types.First().Split(':')[0]
            : $"HTTP {(int)answer.StatusCode}";
        return (answer.StatusCode, error, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static AwsException Refused(string subject, HttpStatusCode status, string error) =>
        (status, error) switch
        {
            (_, "AccessDeniedException") => new AwsException(
                AwsFault.Denied,
                $"{subject} may not be asked with these credentials ({error})"
            ),
            (HttpStatusCode.Forbidden, _) => new AwsException(AwsFault.Credentials, $"{subject} refuses these credentials ({error})"),
            (HttpStatusCode.TooManyRequests, _) => new AwsException(
                AwsFault.Throttled,
                $"{subject} is asked more than it may be ({error})"
            ),
            _ => new AwsException(AwsFault.Other, $"{subject} cannot be asked ({error})"),
        };
}

internal sealed record DetectorIds([property: JsonPropertyName("detectorIds")] string[]? Ids);

internal sealed record DetectorState(string? Status, string? FindingPublishingFrequency);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DetectorIds))]
[JsonSerializable(typeof(DetectorState))]
internal sealed partial class DetectorJson : JsonSerializerContext;
