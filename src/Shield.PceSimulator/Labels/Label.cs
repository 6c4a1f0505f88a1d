namespace Shield.PceSimulator.Labels;

/// <summary>Labels are not provisioned: a change is in force at once. A deleted one can still be read, but no longer be used.</summary>
internal sealed record Label
{
    public required long Id { get; init; }

    public required string Key { get; init; }

    public required string Value { get; init; }

    public string? ExternalDataSet { get; init; }

    public string? ExternalDataReference { get; init; }

    public required Stamp Created { get; init; }

    public required Stamp Updated { get; init; }

    public bool Deleted { get; init; }
}
