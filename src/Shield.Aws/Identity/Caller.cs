using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Shield.Aws.Identity;

/// <summary>Whose credentials these are, as AWS sees it.</summary>
public static class Caller
{
    private const string Subject = "STS";

    /// <param name="region">Null for the one that AWS's SDK finds for itself.</param>
    /// <returns>An ARN, such as <c>arn:aws:sts::123456789012:assumed-role/Operator/ann</c>.</returns>
    /// <exception cref="AwsException">The credentials are refused, or STS was not reached.</exception>
    public static async Task<string> ReadArnAsync(string? region, CancellationToken cancellationToken)
    {
        using var client = AwsCall.Connect(
            Subject,
            () => new AmazonSecurityTokenServiceClient(new AmazonSecurityTokenServiceConfig().Patiently(region, AwsCall.Longest))
        );
        return (
            await AwsCall.AskAsync(
                Subject,
                () => client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken),
                cancellationToken
            )
        ).Arn;
    }
}
