using Amazon;
using Amazon.Runtime.Credentials;
using Shield.Aws.Identity;

namespace Shield.Aws;

/// <summary>A call of a service for which we have no client of AWS's (docs/adr/0012): plain HTTP, signed, no retries.</summary>
/// <param name="Service">As its endpoint and the credentials name it, such as <c>sns</c>.</param>
internal sealed record PlainCall(HttpClient Http, string Service, TimeProvider Clock)
{
    /// <summary>
    /// As the SDK's clients find theirs: the service's own variable, the one for all, or the public endpoint of the partition.
    /// </summary>
    public Uri EndpointIn(RegionEndpoint region) =>
        new(
            new[] { $"AWS_ENDPOINT_URL_{Service.ToUpperInvariant()}", "AWS_ENDPOINT_URL" }
                .Select(Environment.GetEnvironmentVariable)
                .FirstOrDefault(url => !string.IsNullOrEmpty(url))
                ?? $"https://{Service}.{region.SystemName}.{region.PartitionDnsSuffix}"
        );

    /// <param name="request">Without a query.</param>
    /// <param name="body">What it carries; empty for nothing.</param>
    /// <param name="region">Of the service.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whatever came back.</returns>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        byte[] body,
        RegionEndpoint region,
        CancellationToken cancellationToken
    )
    {
        var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync();
        RequestSignature.Sign(request, body, credentials, region.SystemName, Service, Clock.GetUtcNow());
        return await Http.SendAsync(request, cancellationToken);
    }
}
