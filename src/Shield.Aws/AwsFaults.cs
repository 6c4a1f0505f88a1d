using System.Net;
using Amazon.Runtime;
using Shield.Core.Indicators;

namespace Shield.Aws;

/// <summary>What a service of AWS or the way to it says, in an operator's words.</summary>
internal static class AwsFaults
{
    /// <summary>A cancellation that nobody asked for is the SDK's own timeout.</summary>
    public static bool IsOfTheWire(Exception fault, CancellationToken cancellationToken) =>
        fault is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Each service spells these its own way.</summary>
    public static AwsFault Of(Exception fault) =>
        fault switch
        {
            OperationCanceledException or TimeoutException => AwsFault.TimedOut,
            AmazonServiceException
            {
                ErrorCode: "AccessDeniedException"
                    or "AccessDenied"
                    or "AuthorizationError"
                    or "KMSAccessDeniedException"
                    or "KMS.AccessDeniedException"
            } => AwsFault.Denied,
            AmazonServiceException
            {
                ErrorCode: "UnrecognizedClientException"
                    or "InvalidClientTokenId"
                    or "InvalidAccessKeyId"
                    or "InvalidSignatureException"
                    or "SignatureDoesNotMatch"
                    or "ExpiredTokenException"
                    or "ExpiredToken"
                    or "InvalidToken"
                    or "AuthFailure"
            } => AwsFault.Credentials,
            AmazonServiceException
            {
                ErrorCode: "ThrottlingException"
                    or "Throttling"
                    or "ThrottledException"
                    or "RequestThrottled"
                    or "RequestLimitExceeded"
                    or "TooManyRequestsException"
                    or "SlowDown"
                    or "ProvisionedThroughputExceededException"
            } => AwsFault.Throttled,
            AmazonServiceException
            {
                ErrorCode: "ResourceNotFoundException"
                    or "ParameterNotFound"
                    or "AWS.SimpleQueueService.NonExistentQueue"
                    or "QueueDoesNotExist"
                    or "NoSuchBucket"
                    or "NoSuchKey"
            } => AwsFault.NotFound,
            AmazonServiceException { StatusCode: HttpStatusCode.NotFound } => AwsFault.NotFound,
            AmazonServiceException { StatusCode: 0 } or HttpRequestException or IOException => AwsFault.Unreachable,
            AmazonServiceException => AwsFault.Other,
            // What the SDK finds before it asks anybody: no credentials, no region.
            AmazonClientException { InnerException: null } => AwsFault.Credentials,
            AmazonClientException { InnerException: HttpRequestException or IOException } => AwsFault.Unreachable,
            _ => AwsFault.Other,
        };

    /// <param name="subject">The place, to begin the sentence with.</param>
    public static string Sentence(string subject, Exception fault)
    {
        var what = Of(fault) switch
        {
            AwsFault.NotFound => "does not exist in this account and region, or is not ready yet",
            AwsFault.Throttled => "is asked more than it may be: its throughput is exceeded",
            AwsFault.Denied => "may not be used with these credentials",
            AwsFault.Credentials when fault is AmazonServiceException => "refuses these credentials",
            AwsFault.TimedOut => "did not answer in time",
            AwsFault.Unreachable => "cannot be reached",
            _ => "cannot be used",
        };
        return fault is AmazonClientException && Of(fault) is AwsFault.Credentials
            ? $"{subject} cannot be used: {WhatIsMissing(fault)}"
            : $"{subject} {what} ({fault.GetType().Name}: {UserInfo.StrikeOut(fault.Message)})";
    }

    /// <summary>What the SDK looked for on this machine and did not find.</summary>
    private static string WhatIsMissing(Exception fault) =>
        fault.Message.Contains("RegionEndpoint", StringComparison.Ordinal)
            ? "no region is set. Set AWS_REGION, or AWS_PROFILE to a profile that names one"
            : $"there are no AWS credentials that can be used. Set AWS_PROFILE, or log in ({fault.Message})";

    public static AwsException ToAwsException(string subject, Exception fault) => new(Of(fault), Sentence(subject, fault), fault);
}
