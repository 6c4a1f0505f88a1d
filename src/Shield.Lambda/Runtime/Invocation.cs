namespace Shield.Lambda.Runtime;

/// <summary>One event that Lambda wants handled.</summary>
public sealed record Invocation
{
    public required string RequestId { get; init; }

    /// <summary>When Lambda kills the process, whatever it is doing.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>X-Ray's header; null where the event is not traced.</summary>
    public required string? TraceId { get; init; }

    /// <summary>JSON; at most 6 MB (1 MB where the caller does not wait).</summary>
    public required ReadOnlyMemory<byte> Event { get; init; }
}
