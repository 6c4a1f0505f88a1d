namespace Shield.Pce.Wire;

/// <summary>The job of an asynchronous collection (docs/pce.md#4-collections).</summary>
internal sealed record JobWire
{
    /// <summary>pending, running, done or failed.</summary>
    public required string Status { get; init; }

    public JobResultWire? Result { get; init; }
}

internal sealed record JobResultWire
{
    /// <summary>Where the rows are, once it is done.</summary>
    public string? Href { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }
}
