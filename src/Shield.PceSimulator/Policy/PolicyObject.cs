namespace Shield.PceSimulator.Policy;

/// <summary>
/// An IP list, a rule set, a service or a label group in one of its states. Never edited: a change makes another one, so that draft, active
/// and every old version each keep their own. It is pending where draft and active do not hold the same one.
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

    /// <summary>The objects that it names: each version that holds it must hold them too.</summary>
    public virtual IEnumerable<PolicyKey> References => [];

    /// <summary>What becomes active of it: for example, a rule set without the rules that are to be deleted.</summary>
    public virtual PolicyObject Provisioned => this;
}
