namespace Shield.PceSimulator.Policy;

/// <summary>
/// An IP list, a rule set, a service or a label group in one of its states. Never edited: a change makes another one, so that draft, active
/// and every old version can hold what they hold, and "is it pending?" is whether draft and active hold the same one.
/// </summary>
internal abstract record PolicyObject
{
    public abstract PolicyKind Kind { get; }

    public required long Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? ExternalDataSet { get; init; }

    public string? ExternalDataReference { get; init; }

    public required Stamp Created { get; init; }

    public required Stamp Updated { get; init; }

    public PolicyKey Key => new(Kind, Id);

    /// <summary>What must exist wherever this exists.</summary>
    public virtual IEnumerable<PolicyKey> References => [];

    /// <summary>This, without what only a draft shows: what becomes active.</summary>
    public virtual PolicyObject Provisioned => this;
}
