using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Shield.Core.Indicators;

/// <summary>Whose a name below one of AWS's own is.</summary>
public enum AwsNameOwner
{
    /// <summary>
    /// An endpoint of a service, such as <c>sqs.eu-central-1.amazonaws.com</c>: without it hosts, agents and Shield itself stop working.
    /// </summary>
    Aws,

    /// <summary>
    /// A customer's, such as a bucket, a load balancer or a rented machine. Its address may be one behind which everybody is.
    /// </summary>
    Customer,
}

/// <summary>
/// Tells AWS's service endpoints from the names of its customers, by their form: an endpoint is <c>service.region.amazonaws.com</c> or
/// <c>service.amazonaws.com</c>
/// (https://docs.aws.amazon.com/general/latest/gr/rande.html). Customers' names have a part of their own before the service, or stand the
/// other way round
/// (<c>name.region.elb.amazonaws.com</c>).
/// </summary>
public static partial class AwsNames
{
    private static readonly ImmutableArray<string> Endpoints = ["amazonaws.com", "amazonaws.com.cn", "api.aws"];

    /// <summary>Below these every name is a customer's.</summary>
    private static readonly ImmutableArray<string> CustomersOnly =
    [
        "cloudfront.net",
        "on.aws",
        "awsglobalaccelerator.com",
        "elasticbeanstalk.com",
    ];

    /// <summary>
    /// Services whose own name has two parts. Everything else of two parts is a customer's part before a service, such as a bucket before
    /// <c>s3</c>.
    /// </summary>
    private static readonly ImmutableHashSet<string> TwoParts =
    [
        "api.ecr",
        "api.ecr-public",
        "api.pricing",
        "api.sagemaker",
        "runtime.sagemaker",
        "featurestore-runtime.sagemaker",
        "streams.dynamodb",
        "portal.sso",
        "metering.marketplace",
        "entitlement.marketplace",
        "catalog.marketplace",
        "runtime.lex",
        "models.lex",
        "participant.connect",
        "data.iot",
        "credentials.iot",
        "data.jobs.iot",
        "api.tunneling.iot",
        "s3.dualstack",
        "s3-fips.dualstack",
        "s3-control.dualstack",
        "session.qldb",
        "data-ats.iot",
    ];

    /// <param name="name">A name, or a pattern of an IP list such as <c>*.amazonaws.com</c>: that is AWS's where it takes in an
    /// endpoint.</param>
    /// <returns>Null for a name that is not below one of AWS's.</returns>
    public static AwsNameOwner? OwnerOf(DomainName name)
    {
        var text = name.Text.ToLowerInvariant();
        if (text.LastIndexOf('*') is var star and >= 0)
        {
            var tail = text[(star + 1)..];
            return Endpoints.Any(root =>
                    ('.' + root).EndsWith(tail, StringComparison.Ordinal)
                    || tail.EndsWith('.' + root, StringComparison.Ordinal) && IsEndpoint("x" + tail, root)
                )
                    ? AwsNameOwner.Aws
                : IsBelow(tail, Endpoints) || IsBelow(tail, CustomersOnly) ? AwsNameOwner.Customer
                : null;
        }

        return Endpoints.FirstOrDefault(root => text == root || text.EndsWith('.' + root, StringComparison.Ordinal)) is { } found
            ? IsEndpoint(text, found)
                ? AwsNameOwner.Aws
                : AwsNameOwner.Customer
            : IsBelow('.' + text, CustomersOnly)
                ? AwsNameOwner.Customer
                : null;
    }

    private static bool IsBelow(string text, ImmutableArray<string> roots) =>
        roots.Any(root => text.EndsWith('.' + root, StringComparison.Ordinal));

    private static bool IsEndpoint(string name, string root)
    {
        if (name == root)
        {
            return true;
        }

        var labels = name[..^(root.Length + 1)].Split('.');
        return labels switch
        {
            [_] => true,
            // The endpoint of SQS of old: eu-central-1.queue.amazonaws.com.
            [var region, "queue"] => Region.IsMatch(region),
            [_, var region] => Region.IsMatch(region),
            [.. var service, var region] => Region.IsMatch(region) && TwoParts.Contains(string.Join('.', service)),
            _ => false,
        };
    }

    /// <summary>Such as us-east-1, us-gov-west-1, eusc-de-east-1.</summary>
    [GeneratedRegex(
        "^(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-[a-z]{2,4})?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[0-9]$"
    )]
    private static partial Regex Region { get; }
}
