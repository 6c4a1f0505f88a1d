namespace Shield.Aws;

/// <summary>Why a service of AWS did not do what was asked.</summary>
public enum AwsFault
{
    /// <summary>No such parameter, queue, bucket, object or table in this account and region.</summary>
    NotFound,

    /// <summary>These credentials are known, and may not do this.</summary>
    Denied,

    /// <summary>There are no credentials, or the service does not take them.</summary>
    Credentials,

    /// <summary>Asked more often than it may be, for as long as we tried.</summary>
    Throttled,

    TimedOut,

    Unreachable,

    Other,
}

/// <summary>
/// A service of AWS did not do what was asked. The message says which place and why; it holds nothing that was read there.
/// </summary>
public sealed class AwsException(AwsFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public AwsFault Fault { get; } = fault;
}
