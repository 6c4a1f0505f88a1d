using Amazon;
using Amazon.Runtime;

namespace Shield.Aws;

/// <summary>How every client of ours asks a service of AWS: where it is, how patiently, and in which words it fails.</summary>
internal static class AwsCall
{
    // The lease of a ledger is 60 s long: the last of these attempts must be over well before.
    private const int Retries = 4;

    /// <summary>Of one attempt.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The SDK finds credentials, an endpoint (<c>AWS_ENDPOINT_URL</c> and its kin) and, where nobody says it, the region for itself; it
    /// repeats what was throttled or cut off.
    /// </summary>
    /// <param name="region">Null for the one that the SDK finds.</param>
    /// <param name="longest">Of one attempt.</param>
    public static T Patiently<T>(this T config, string? region, TimeSpan longest)
        where T : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = Retries;
        config.Timeout = longest;
        if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    /// <summary>Makes a client; it asks nobody yet.</summary>
    /// <exception cref="AwsException">No region is known.</exception>
    public static T Connect<T>(string subject, Func<T> connect)
    {
        try
        {
            return connect();
        }
        catch (AmazonClientException fault)
        {
            throw AwsFaults.ToAwsException(subject, fault);
        }
    }

    /// <exception cref="AwsException">It did not do what was asked.</exception>
    public static async Task<T> AskAsync<T>(string subject, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception fault) when (AwsFaults.IsOfTheWire(fault, cancellationToken))
        {
            throw AwsFaults.ToAwsException(subject, fault);
        }
    }
}
