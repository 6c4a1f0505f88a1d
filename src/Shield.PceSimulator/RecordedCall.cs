namespace Shield.PceSimulator;

/// <summary>One request to the simulated PCE and its answer, as they went over the wire.</summary>
public sealed record RecordedCall
{
    public required string Method { get; init; }

    /// <summary>Path and query, as sent; several slashes are one.</summary>
    public required string Path { get; init; }

    /// <summary>Null if the request had no body.</summary>
    public required string? RequestBody { get; init; }

    /// <summary>0: nothing was done and nothing answered, the connection broke before.</summary>
    public required int Status { get; init; }

    /// <summary>Null if the answer had no body.</summary>
    public required string? ResponseBody { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whose key it was; null if none was accepted.</summary>
    public required string? By { get; init; }

    /// <summary>The kinds of the scripted faults that happened to it; null if none did.</summary>
    public string? Faults { get; init; }
}
